"""The page of an office: where and when, and whether to come without an appointment."""

from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_safe

from guichet.booking.finding import office_page
from guichet.counter.queue import public, rules
from guichet.counter.queue.public import Waiting
from guichet.kernel import clock
from guichet.offices import queries as offices
from guichet.web.addresses.paths import address
from guichet.web.languages import CATALOGUED, DEFAULT, of
from guichet.web.pages.render import page
from guichet.web.words import speaker

TOPIC = "tickets"


@require_safe
def office(request: HttpRequest, office: str) -> HttpResponse:
    """Show an office, and how long people wait there now who come without an appointment."""
    language, now = of(request), clock.now()
    place = offices.office(office) or offices.office(office.upper())
    if place is None:
        raise Http404
    if place.pk != office:
        return HttpResponseRedirect(address("counter:office", language, office=place.pk))
    waiting = public.waiting_at(place, now=now)
    context = {
        "facts": office_page.page_of(place, language=language, now=now),
        "waiting": waiting,
        "walk_ins": sentence_of(waiting),
        "minutes": max(waiting.estimate or 0, rules.SHORTEST),
        "as_of": waiting.as_of.astimezone(ZoneInfo(place.time_zone)),
        "speak": speaker(language if language in CATALOGUED else DEFAULT, TOPIC),
    }
    return page(request, "tickets/office.html", context)


def sentence_of(waiting: Waiting) -> str:
    """Return the name of the sentence on whether people without an appointment are taken now."""
    return waiting.walk_ins if waiting.is_open else "closed"
