"""Somebody has come, or has not: by the code of a notice, from the agenda, without appointment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from guichet.booking import queries as booking
from guichet.booking.models import Appointment
from guichet.counter import pages, showing
from guichet.counter.desk import answers, queries
from guichet.counter.desk.forms import CheckInForm, WalkInForm
from guichet.counter.models import Ticket
from guichet.counter.queue import arrivals, expecting, rules
from guichet.counter.queue.arrivals import Arrival
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.web.languages import of

# What the agenda offers for somebody who is expected.
EXPECTING: dict[str, Callable[..., Ticket | Appointment]] = {
    "check-in": expecting.check_in,
    "no-show": expecting.miss,
    "undo": expecting.undo_miss,
}


@require_POST
@may_at("check_in")
def check_in(request: HttpRequest, office: str) -> HttpResponse:
    """Give somebody with an appointment today a ticket."""
    form = CheckInForm(request.POST, language=of(request))
    return by_code(request, pages.open_office(office), form)


def by_code(request: HttpRequest, here: Office, form: CheckInForm) -> HttpResponse:
    """Check in whom a code is of, whether it was typed, scanned or seen by a camera."""
    if not form.is_valid():
        return answers.show(request, here, form, status=422)
    appointment = booking.by_number(form.cleaned_data["code"])
    if appointment is None:
        form.add_error("code", form.say("problem.unknown_number"))
        return answers.show(request, here, form, status=422)
    return _check_in(request, here, appointment, form)


@require_POST
@may_at("check_in")
def of_expected(request: HttpRequest, office: str, appointment: int, deed: str) -> HttpResponse:
    """Do what the agenda offers: check somebody in, note that they never came, or take it back.

    The tick beside a row says that a paper was seen; those of other rows are of no account.
    """
    here, mark = pages.open_office(office), request.POST.get(showing.FIELD, "")
    actor, now = audit.actor_of(request.user), clock.now()
    try:
        record = EXPECTING[deed](appointment, office=here, actor=actor, now=now, mark=mark)
    except Obstacle as obstacle:
        about = queries.appointment_at(here, appointment)
        return answers.hindered(request, here, obstacle, appointment=about)
    if deed == "check-in" and mark in request.POST.getlist("identity"):
        audit.did(request.user, "identified", "appointment", appointment)
    return pages.to_desk(here, ticket=record.pk if isinstance(record, Ticket) else None)


@require_POST
@may_at("check_in")
def see_paper(request: HttpRequest, office: str, appointment: int) -> HttpResponse:
    """Record that a paper with name and photo of somebody who is here was looked at."""
    here = pages.open_office(office)
    tickets = Ticket.objects.filter(appointment=appointment, office=here, state__in=rules.OPEN)
    ticket = tickets.first()
    if ticket is None:
        return answers.hindered(request, here, Obstacle("not_checked_in"))
    audit.did(request.user, "identified", "appointment", appointment)
    return pages.to_desk(here, ticket=ticket.pk)


@require_POST
@may_at("check_in")
def walk_in(request: HttpRequest, office: str) -> HttpResponse:
    """Give somebody without an appointment a ticket."""
    here = pages.open_office(office)
    form = WalkInForm(request.POST, language=of(request), services=pages.services_of(here))
    if not form.is_valid():
        return answers.show(request, here, form, status=422)
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
        _add_ticket(obstacle, appointment)
        return answers.hindered(request, office, obstacle, form, appointment=appointment)
    if form.cleaned_data["identity"]:
        audit.did(request.user, "identified", "appointment", appointment.pk)
    return pages.to_desk(office, ticket=ticket.pk)


def _add_ticket(obstacle: Obstacle, appointment: Appointment) -> None:
    """Say which ticket somebody has who was checked in before; of other offices nothing is told."""
    if obstacle.code in {"already_checked_in", "already_ended"}:
        ticket_before = Ticket.objects.filter(appointment=appointment).last()
        obstacle.facts.setdefault("ticket", ticket_before)
