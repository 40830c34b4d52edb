"""What every programme says when something stands in the way, on pages and to programs alike.

A feature has its own sentences beside these, or better ones in their place.
"""

from collections.abc import Callable, Container, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.programs.voices import Voice
from guichet.web.formats.durations import duration
from guichet.web.languages import ALL, DEFAULT, best
from guichet.web.pages.render import sentence


def page_of_pages(language: str) -> str:
    """Return the line below a printed page, with {page} and {pages} for the two numbers."""
    return sentence("Page %(page)s of %(pages)s", language, page="{page}", pages="{pages}")


OBSTACLES: Mapping[str, Any] = {
    "cross_site": _("This cannot be done here."),
    "failed": _("Something went wrong on our side. Please try again in a minute."),
    "idempotency_key_reused": _(
        "The same Idempotency-Key came with other content before. Please use a new one."
    ),
    "invalid": _("Something is missing or not right. Please look at what is marked."),
    "not_allowed": _("This cannot be done here."),
    "not_found": _("We know nothing of this name or number. Please check it."),
    "proof_needed": _(
        "Many tries have come from your network just now. Please wait %(wait)s and send the same"
        " again, or send a proof with it."
    ),
    "too_large": _("What was sent is too long. Please shorten it."),
    "too_many": _("There were too many tries. Please wait %(wait)s, then try again."),
    "unavailable": _("We cannot answer at this moment. Please try again in a minute."),
    "wrong_content_type": _("What was sent is not JSON."),
    "wrong_host": _("This cannot be done here."),
    "wrong_token": _("This cannot be done here."),
}
FIELDS: Mapping[str, Any] = {
    "malformed": _("We cannot read this. Please check it."),
    "one_of": _("Please give exactly one of the two."),
    "out_of_range": _("This lies outside what is possible. Please check it."),
    "required": _("Please fill this in."),
    "too_long": _("This is too long. Please shorten it."),
    "unknown_field": _("Nothing of this name is expected."),
    "unknown_language": _("The site does not speak this language."),
}


def say(code: str, language: str, *, retry_after: int | None = None) -> str:
    """Return the sentence for what stands in the way; `retry_after` are the seconds to wait.

    >>> say("too_many", "en", retry_after=61)
    'There were too many tries. Please wait 2 minutes, then try again.'
    """
    return spoken(OBSTACLES[code], language, retry_after=retry_after)


def say_of_field(field: str, code: str, language: str) -> str:
    """Return the sentence that stands beside a field, whichever it is."""
    return spoken(FIELDS.get(code) or FIELDS["malformed"], language)


def spoken(sentence: object, language: str, *, retry_after: int | None = None) -> str:
    """Return a sentence in a language, with the time to wait where it names one."""
    with override(ALL[language].django):
        words = str(sentence)
    if "%(wait)s" not in words:
        return words
    minutes = max(1, -(-(retry_after or 60) // 60))
    return sentence_with(words, {"wait": duration(minutes, language)})


def language_in(languages: Container[str]) -> Callable[[HttpRequest], str]:
    """Return what finds the language in which a program is told things, among those it may be."""

    def language_of(request: HttpRequest) -> str:
        wished = best(request.headers.get("Accept-Language", ""))
        return wished if wished in languages else DEFAULT

    return language_of


VOICE = Voice(prefixes=("/",), say=say, say_of_field=say_of_field, language=language_in(ALL))
