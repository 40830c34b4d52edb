"""What a browser has open: a place that is kept, or an appointment. Views get it, or a way on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.booking import queries, tokens
from guichet.booking.models import Appointment
from guichet.booking.presentation import notice_of
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.notices.appointment import AppointmentNotice
from guichet.web import visits
from guichet.web.addresses import address
from guichet.web.languages import APPOINTMENTS, DEFAULT, of

# A double click, a second try or the "back" button right after booking lead to the notice; later
# only number and PIN do, whoever sits at the computer by then.
JUST_BOOKED = timedelta(minutes=10)

Inner = Callable[[HttpRequest, Appointment, datetime], HttpResponse]
View = Callable[[HttpRequest], HttpResponse]


def with_claim(view: Inner) -> View:
    """Give a view the place this visit keeps or kept last; send on who has none or has booked."""

    @wraps(view)
    def of_visit(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        claim = queries.latest_claim(visits.visitor_of(request))
        if claim is None or claim.cancelled_at:
            return go(request, "booking:start")
        if claim.confirmation_number:
            return _booked_before(request, claim, now=now)
        return view(request, claim, now)

    return of_visit


def with_appointment(view: Inner) -> View:
    """Give a view the appointment this browser may see; ask others for number and PIN."""

    @wraps(view)
    def of_visit(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        opened = visits.opened_notice(request, now=now)
        try:
            appointment = queries.appointment(opened) if opened else None
        except Obstacle:
            appointment = None
        if appointment is None or not appointment.confirmation_number:
            return go(request, "booking:manage")
        return view(request, appointment, now)

    return of_visit


def shown_notice(request: HttpRequest, appointment: Appointment) -> AppointmentNotice:
    """Return the notice in the language of the page, with its PIN."""
    language = of(request) if of(request) in APPOINTMENTS else DEFAULT
    return notice_of(appointment, tokens.pin_of(appointment), language=language)


def open_for(
    request: HttpRequest, appointment: Appointment, *, now: datetime, why: str = ""
) -> HttpResponse:
    """Let this browser see an appointment, and go to its notice."""
    response = go(request, "booking:notice", query=why)
    visits.open_notice(response, record=appointment.pk, now=now)
    return response


def go(request: HttpRequest, name: str, *, query: str = "", **values: object) -> HttpResponse:
    """Send to a page in the language of this one."""
    target = address(name, of(request), **values)
    return HttpResponseRedirect(f"{target}?{query}" if query else target)


def _booked_before(request: HttpRequest, claim: Appointment, *, now: datetime) -> HttpResponse:
    if claim.booked_at and now - claim.booked_at <= JUST_BOOKED:
        return open_for(request, claim, now=now)
    return go(request, "booking:notice")
