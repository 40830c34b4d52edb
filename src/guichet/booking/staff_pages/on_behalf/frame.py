"""What pages share on which staff book: their words, their office, whom they are about."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.booking.keys import tokens
from guichet.booking.on_behalf import queries
from guichet.booking.staff_pages.on_behalf.forms import TOPIC
from guichet.booking.staff_pages.on_behalf.page import Party, named
from guichet.kernel import clock
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.staff import roles
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker

BOOK_FOR, OVERRIDE = "book_for", "override"
Inner = Callable[..., HttpResponse]


def open_office(code: str) -> Office:
    """Return an office, or answer that there is none."""
    office = offices.office(code)
    if office is None:
        raise Http404
    return office


def with_party(view: Inner) -> Inner:
    """Give a view the people whose places its address names; nobody learns of others by trying."""

    @wraps(view)
    def of_token(request: HttpRequest, office: str, party: str, **more: Any) -> HttpResponse:
        here, numbers = open_office(office), tokens.party_named_by(party)
        claims = queries.party(numbers, office=here.pk)
        if not claims or len(claims) != len(numbers):
            raise Http404
        people = Party(office=here, token=party, claims=claims, now=clock.now())
        return view(request, people, **more)

    return of_token


def show(
    request: HttpRequest,
    office: Office,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """Answer with a page whose sentences are those of content/on_behalf/, said by `says`."""
    language = of(request)
    frame = {
        "says": speaker(language, TOPIC),
        "office": office,
        "office_name": named(office.names, language),
        "may_override": may_override(request, office),
    }
    return pages.show(request, f"on_behalf/{template}.html", {**frame, **context}, status)


def may_override(request: HttpRequest, office: Office) -> bool:
    """Tell whether somebody may go beyond a rule at an office, with a reason."""
    return roles.has_at(request.user, OVERRIDE, office.pk)


def to_party(party: Party, person: int | None = None) -> HttpResponse:
    """Send to the page of people who are booked together, or to that of one of them."""
    return to_token(party.office, party.token, person)


def to_token(office: Office, token: str, person: int | None = None) -> HttpResponse:
    """Send to the page of a token, or to that of one of its people."""
    place: dict[str, Any] = {"office": office.pk, "party": token}
    target = (
        address("staff:party", DEFAULT, **place)
        if person is None
        else address("staff:party_person", DEFAULT, **place, person=person)
    )
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)


def to_desk(office: Office) -> HttpResponse:
    """Send to the desk of an office."""
    target = address("staff:desk", DEFAULT, office=office.pk)
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)
