"""What a kiosk writes: who has an appointment is checked in, who has none gets a ticket."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from guichet.booking import queries as booking
from guichet.booking.clients.cancellation import cancellation_of
from guichet.booking.models import Appointment
from guichet.counter.kiosk.door import Here
from guichet.counter.models import Ticket
from guichet.counter.queue import arrivals, expecting, public, queries, rules
from guichet.counter.queue.arrivals import Arrival
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import ALL_KIOSK_NUMBERS, KIOSK_NUMBERS, KIOSK_TICKETS
from guichet.kernel.obstacles import Obstacle

_ALL = b"all"


def check_in(number: str, here: Here) -> Ticket:
    """Return the ticket of who has an appointment here today, be it one of a moment ago.

    Raises Obstacle: `not_found`, `wrong_office`, `wrong_day`, `already_cancelled`,
    `already_ended`, and `too_many` where numbers were tried that nobody has. With
    `already_cancelled` goes the `cancellation`: by whom, and why.
    """
    with _counted(here):
        appointment = booking.by_number(number)
        if appointment is None:
            raise Obstacle("not_found")
    try:
        return _check_in(appointment, here)
    except Obstacle as obstacle:
        if obstacle.code == "already_cancelled":
            obstacle.facts["cancellation"] = cancellation_of(
                appointment, language=here.stay.language
            )
        if obstacle.code != "already_checked_in":
            raise
    return _open_ticket(appointment, here)


def _check_in(appointment: Appointment, here: Here) -> Ticket:
    """Check somebody in, who may have been noted as not coming before they came."""
    facts: dict[str, Any] = {"office": here.office, "actor": here.actor, "now": here.now}
    is_here = appointment.checked_in_at is not None
    if appointment.slot.office_id == here.office.pk and rules.has_stayed_away(
        appointment.status, is_here=is_here
    ):
        return expecting.check_in(appointment.pk, language=here.stay.language, **facts)
    arrival = Arrival(service=appointment.service_id, language=here.stay.language)
    return arrivals.check_in(appointment.pk, arrival, **facts)


def take_ticket(service: str, here: Here) -> Ticket:
    """Return the ticket of who has no appointment: one in a stay, however often they press.

    Raises Obstacle: `no_walk_ins` where the office takes nobody now who could still be served,
    and `too_many` where one kiosk has given very many.
    """
    limits.take(KIOSK_TICKETS, _key(here), now=here.now)
    with transaction.atomic():
        _wait_for_the_press_before(here)
        if before := Ticket.objects.filter(stay=here.stay.name).first():
            return before
        if public.waiting_at(here.office, now=here.now).walk_ins != public.TAKEN:
            raise Obstacle("no_walk_ins")
        arrival = Arrival(service=service, language=here.stay.language, stay=here.stay.name)
        return arrivals.admit(here.office, arrival, actor=here.actor, now=here.now)


def _open_ticket(appointment: Appointment, here: Here) -> Ticket:
    """Return the ticket that somebody has already who types their number once more."""
    today = queries.tickets_of(here.office, now=here.now).filter(appointment=appointment)
    ticket = today.filter(state__in=rules.OPEN).last()
    if ticket is None:
        raise Obstacle("already_ended")
    return ticket


@contextmanager
def _counted(here: Here) -> Iterator[None]:
    """Count a number before it is looked up; only one that nobody has stays counted."""
    limits.take(KIOSK_NUMBERS, _key(here), now=here.now)
    limits.take(ALL_KIOSK_NUMBERS, _ALL, now=here.now)
    yield
    limits.give_back(KIOSK_NUMBERS, _key(here))
    limits.give_back(ALL_KIOSK_NUMBERS, _ALL)


def _wait_for_the_press_before(here: Here) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"stay {here.stay.name}"]
        )


def _key(here: Here) -> bytes:
    return str(here.device.pk).encode()
