"""What every result means, and what can be done after it: for everybody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.applications.access.pages import show
from guichet.applications.status.next_steps import LEADS, OF_SOME, OPTIONS
from guichet.applications.status.pages import TOPIC
from guichet.eligibility.official_pages import where
from guichet.eligibility.programme import is_offered, written_language
from guichet.web.words import texts


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Explain every result in plain words, with its options."""
    language = written_language(request)
    options = {result: tuple(filter(_is_there, OPTIONS[result])) for result in OPTIONS}
    every = {option for row in options.values() for option in row}
    elsewhere = {option: where(option, language) for option in every}
    context = {"options": options, "leads": LEADS, "elsewhere": elsewhere}
    return show(request, "status/results", context, topic=TOPIC)


def _is_there(option: str) -> bool:
    is_said = option not in OF_SOME or texts(TOPIC).is_own(f"option.{option}")
    return is_said and is_offered(option)
