"""Somebody has come: with an appointment, by its code or number, or without one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from guichet.booking import queries as booking
from guichet.booking.models import Appointment
from guichet.counter import pages
from guichet.counter.desk import views
from guichet.counter.desk.forms import CheckInForm, WalkInForm
from guichet.counter.models import Ticket
from guichet.counter.queue import arrivals
from guichet.counter.queue.arrivals import Arrival
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.web.languages import of


@require_POST
@may_at("check_in")
def check_in(request: HttpRequest, office: str) -> HttpResponse:
    """Give somebody with an appointment today a ticket."""
    here = pages.open_office(office)
    form = CheckInForm(request.POST, language=of(request))
    if not form.is_valid():
        return views.show(request, here, form, status=422)
    appointment = booking.by_number(form.cleaned_data["code"])
    if appointment is None:
        form.add_error("code", form.say("problem.unknown_number"))
        return views.show(request, here, form, status=422)
    return _check_in(request, here, appointment, form)


@require_POST
@may_at("check_in")
def walk_in(request: HttpRequest, office: str) -> HttpResponse:
    """Give somebody without an appointment a ticket."""
    here = pages.open_office(office)
    services = list(offices.services_of(here))
    form = WalkInForm(request.POST, language=of(request), services=services)
    if not form.is_valid():
        return views.show(request, here, form, status=422)
    arrival = Arrival(**form.cleaned_data)
    actor, now = audit.actor_of(request.user), clock.now()
    ticket = arrivals.admit(here, arrival, actor=actor, now=now)
    return pages.to_desk(here, ticket=ticket.pk)


def _check_in(
    request: HttpRequest, office: Office, appointment: Appointment, form: CheckInForm
) -> HttpResponse:
    arrival = Arrival(service=appointment.service_id, language=appointment.language)
    actor, now = audit.actor_of(request.user), clock.now()
    try:
        ticket = arrivals.check_in(appointment.pk, arrival, office=office, actor=actor, now=now)
    except Obstacle as obstacle:
        if ticket_before := Ticket.objects.filter(appointment=appointment).last():
            obstacle.facts.setdefault("ticket", ticket_before)
        return views.hindered(request, office, obstacle, form)
    if form.cleaned_data["identity"]:
        audit.did(request.user, "identified", "appointment", appointment.pk)
    return pages.to_desk(office, ticket=ticket.pk)
