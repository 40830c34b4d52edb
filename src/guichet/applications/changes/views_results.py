"""What every result means, and what can be done after it: for everybody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.applications.changes.next_steps import LEADS, OPTIONS
from guichet.applications.changes.pages import show


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Explain every result in plain words, with its options."""
    return show(request, "results", {"options": OPTIONS, "leads": LEADS})
