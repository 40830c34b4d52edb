"""What the address of a page names: an open office, and a service it offers."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.booking import queries
from guichet.kernel import clock
from guichet.offices import queries as offices
from guichet.offices.models import Office, Service
from guichet.web.addresses.paths import address
from guichet.web.languages import of

Inner = Callable[[HttpRequest, Office, Service], HttpResponse]
View = Callable[..., HttpResponse]


def known_office(code: str) -> Office:
    """Return an office, open or not, or raise Http404."""
    place = offices.office(code)
    if place is None:
        raise Http404
    return place


def at_open_office(view: Inner) -> View:
    """Give a view the office and the service of its address.

    Unknown ones answer 404. An office that receives nobody sends to its own page, which says so.
    """

    @wraps(view)
    def of_address(request: HttpRequest, office: str, service: str) -> HttpResponse:
        place = known_office(office)
        offer = queries.offered_service(place, service, now=clock.now())
        if not place.is_open:
            return HttpResponseRedirect(address("booking:office", of(request), office=place.pk))
        if offer is None:
            raise Http404
        return view(request, place, offer)

    return of_address
