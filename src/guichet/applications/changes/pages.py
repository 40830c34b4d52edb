"""What the pages of this folder have in common: their words, and a text in one's own words."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from guichet.applications.access import pages
from guichet.applications.status.pages import TOPIC
from guichet.kernel.programs.bodies import is_readable
from guichet.kernel.reading import typed_text

LONGEST = 4000  # characters of a text in one's own words


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page of this folder: `tell` has its words, `of_form` those of the form."""
    return pages.show(request, f"changes/{template}", context, status, topic=TOPIC)


def own_words(request: HttpRequest, name: str) -> tuple[str, str]:
    """Return a text that somebody wrote, and the code of what is wrong with it."""
    text = typed_text.free(request.POST.get(name, "").replace("\r\n", "\n"))
    if not is_readable(text):
        return text.replace("\x00", ""), "unreadable"
    if len(text) > LONGEST:
        return text, "too_long"
    return text, "" if text else "required"
