"""What the pages of a counter share: their words, where they lead, who works at them."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.kernel.content.layers import shown_in
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker

TOPIC = "counter"


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page whose sentences are those of content/counter/, said by `says`."""
    frame = {"says": speaker(of(request), TOPIC)}
    return pages.show(request, f"counter/{template}.html", {**frame, **context}, status)


def open_office(code: str) -> Office:
    """Return an office, or answer that there is none."""
    office = offices.office(code)
    if office is None:
        raise Http404
    return office


def services_of(office: Office) -> dict[str, dict[str, str]]:
    """Return the names of what an office is open for, by code."""
    return dict(offices.services_of(office).values_list("code", "names"))


def desk_of(office: Office, *, ticket: int | None = None) -> str:
    """Return where the desk of an office is, with a ticket on top."""
    desk = address("staff:desk", DEFAULT, office=office.pk)
    return f"{desk}?ticket={ticket}" if ticket else desk


def to_desk(office: Office, *, ticket: int | None = None) -> HttpResponse:
    """Send to the desk of an office, with what was just done on top."""
    return HttpResponseRedirect(desk_of(office, ticket=ticket), status=HTTPStatus.SEE_OTHER)


def to_person(office: Office, appointment: int) -> HttpResponse:
    """Send to the page of somebody's appointment."""
    place = {"office": office.pk, "appointment": appointment}
    target = address("staff:expected_person", DEFAULT, **place)
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)


def named(names: Mapping[str, str], language: str) -> str:
    """Return the name of an office or a service in a language, or else in the agency's first."""
    return names[shown_in(names, language)]
