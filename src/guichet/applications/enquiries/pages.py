"""What the pages of letters, trouble and enquiries have in common: their words, and addresses."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from guichet.applications.access import pages
from guichet.applications.enquiries import standing
from guichet.web.words import speaker, texts, written_language

TOPIC = "enquiries"


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page whose `tell` speaks this topic, and whose `apply` that of the form."""
    language = written_language(request)
    known = {"tell": speaker(language, TOPIC), "apply": speaker(language, "apply")}
    return pages.show(request, f"enquiries/{template}", {**known, **context}, status)


def kind_of_letter(kind: str, language: str) -> Markup:
    """Return what a letter is called in a list."""
    key = f"kind.{kind}"
    return speaker(language, TOPIC)(key if key in texts(TOPIC) else "kind.other")


def masked(email: str) -> Markup:
    """Return an address so that only its owner recognizes it, safe in any direction of writing."""
    return isolated(standing.masked(email))


def isolated(text: str) -> Markup:
    """Return what is written from left to right in whatever language stands around it."""
    return Markup('<bdi dir="ltr" translate="no">{}</bdi>').format(text)


def whole(number: str) -> Markup:
    """Return a number or a reference in one piece: no line breaks within it."""
    return Markup('<bdi class="number" dir="ltr" translate="no">{}</bdi>').format(number)
