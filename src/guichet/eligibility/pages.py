"""The frame of the pages of the programme that are the same for everybody."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from guichet.eligibility.programme import ETA, TOPIC, programme, written_language
from guichet.web.pages.render import page
from guichet.web.words import speaker


def show_public(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page of the programme: `template` by its folder, as in "eligibility/answer"."""
    language, facts = written_language(request), programme()
    frame = {
        "say": speaker(language, TOPIC),
        "tell": speaker(language, "apply"),
        "words_of_whose": speaker(language, "apply"),
        "language": language,
        "price": Markup('<bdi dir="ltr">{}</bdi>').format(facts.price(language)),
        "address": facts.address(language),
        "whose": None,
        "help_words": speaker(language, "enquiries"),
    }
    return page(request, f"{template}.html", {**frame, **context}, status, complete=ETA)
