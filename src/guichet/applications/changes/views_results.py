"""What every result means, and what can be done after it: for everybody."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.applications.changes.pages import show

# Every result, and what can be done after it. The results are anchors on the page.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "approved": ("travel", "new_passport"),
    "refused": ("look_again", "apply_again", "visa", "permit", "court"),
    "withdrawn": ("right_document", "apply"),
    "abandoned": ("apply",),
    "expired": ("apply",),
    "superseded": ("newer",),
    "cancelled": ("read_letter", "apply_again", "visa", "permit", "court"),
    "lapsed": ("need",),
}
# Where an option leads, if it is a page of ours.
LEADS: Mapping[str, str] = {
    "new_passport": "applications:apply",
    "look_again": "applications:look_again",
    "apply_again": "applications:apply",
    "apply": "applications:apply",
    "need": "applications:need",
    "newer": "applications:look_up",
}
# The result of what has ended, by the name the application knows it by.
ENDED = {"lapsed_by_list_change": "lapsed"}


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Explain every result in plain words, with its options."""
    return show(request, "results", {"options": OPTIONS, "leads": LEADS})
