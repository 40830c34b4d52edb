"""What a browser has open: a place that is kept, or an appointment. Views get it, or a way on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse

from guichet.booking import queries
from guichet.booking.clients import notes
from guichet.booking.forms import about
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment
from guichet.booking.notice.appointment import AppointmentNotice
from guichet.booking.notice.gather import notice_of
from guichet.booking.views import elsewhere
from guichet.booking.views.ways import go
from guichet.kernel import clock
from guichet.kernel.guarding import guesses
from guichet.web import visits
from guichet.web.languages import of

# A double click, a second try or the "back" button right after booking lead to the notice; later
# only number and PIN do, whoever sits at the computer by then.
JUST_BOOKED = timedelta(minutes=10)

Inner = Callable[[HttpRequest, Appointment, datetime], HttpResponse]
View = Callable[[HttpRequest], HttpResponse]


def with_claim(view: Inner) -> View:
    """Give a view the place this visit keeps or kept last; send on who has none or has booked.

    A form that shows another place than that one is answered with 409, and nothing is written.
    """

    @wraps(view)
    def of_visit(request: HttpRequest) -> HttpResponse:
        now, visitor = clock.now(), visits.visitor_of(request)
        claim = queries.latest_claim(visitor)
        if claim is None:
            return go(request, "booking:start")
        if request.method == "POST" and not about.is_meant(request, about.CLAIM, claim):
            earlier = about.record_meant(request, about.CLAIM, queries.claims_of(visitor))
            if earlier is None or not earlier.confirmation_number:
                return elsewhere.kept_another(request, claim, earlier, now=now)
            claim = earlier
        return _unless_over(request, view, claim, now=now)

    return of_visit


def _unless_over(
    request: HttpRequest, view: Inner, claim: Appointment, *, now: datetime
) -> HttpResponse:
    if claim.cancelled_at:
        return go(request, "booking:start")
    if claim.confirmation_number:
        is_pressed_again = request.method == "POST" and view.__name__ == "book"
        return _booked_before(request, claim, now=now, why="booked" if is_pressed_again else "")
    return view(request, claim, now)


def with_appointment(view: Inner) -> View:
    """Give a view the appointment this browser may see; ask others for number and PIN.

    A form or a link of a page that showed another appointment is answered with 409, and nothing
    is written or shown but what is open. The name of the view is the kind of deed.
    """

    @wraps(view)
    def of_visit(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        appointment = open_appointment(request, now=now)
        if appointment is None:
            return elsewhere.ask_again(request, view.__name__)
        if not about.concerns(request, view.__name__, appointment):
            return elsewhere.opened_another(request, view.__name__, appointment)
        return view(request, appointment, now)

    return of_visit


def open_appointment(request: HttpRequest, *, now: datetime) -> Appointment | None:
    """Return the appointment that number and PIN have opened in this browser, if any still is."""
    note = notes.read(request, now=now)
    if note is None:
        return None
    return queries.still_open(note.record, generation=note.generation, visit=note.visit)


def shown_notice(request: HttpRequest, appointment: Appointment) -> AppointmentNotice:
    """Return the notice in the language of the page, with its PIN."""
    return notice_of(appointment, tokens.pin_of(appointment), language=of(request))


def open_for(
    request: HttpRequest,
    appointment: Appointment,
    *,
    now: datetime,
    why: str = "",
    destination: HttpResponse | None = None,
) -> HttpResponse:
    """Let this browser see an appointment, and go to its notice, or where somebody was going."""
    response = destination or go(request, "booking:notice", query=why)
    notes.keep(
        request, response, record=appointment.pk, generation=appointment.pin_generation, now=now
    )
    guesses.note_opened(request, str(appointment.confirmation_number))
    return response


def _booked_before(
    request: HttpRequest, claim: Appointment, *, now: datetime, why: str
) -> HttpResponse:
    if claim.booked_at and now - claim.booked_at <= JUST_BOOKED:
        return open_for(request, claim, now=now, why=why)
    return go(request, "booking:notice")
