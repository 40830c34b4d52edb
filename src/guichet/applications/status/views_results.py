"""What every result means, and what can be done after it: for everybody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.applications.access.pages import show
from guichet.applications.status.next_steps import LEADS, OPTIONS
from guichet.applications.status.pages import TOPIC
from guichet.eligibility.official_pages import where
from guichet.eligibility.programme import written_language


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Explain every result in plain words, with its options."""
    language = written_language(request)
    every = {option for options in OPTIONS.values() for option in options}
    elsewhere = {option: where(option, language) for option in every}
    context = {"options": OPTIONS, "leads": LEADS, "elsewhere": elsewhere}
    return show(request, "status/results", context, topic=TOPIC)
