"""Who comes gets a ticket: with an appointment by checking in, without one as a walk-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from guichet.booking.attendance import actions as attendance
from guichet.booking.models import Appointment
from guichet.counter.models import Ticket
from guichet.counter.queue import queries, rules
from guichet.counter.queue.rules import Turn
from guichet.kernel.record import audit
from guichet.offices.models import Office

NEXT_NUMBER = """
INSERT INTO counter_day (office_id, date, last_number) VALUES (%s, %s, %s)
ON CONFLICT ON CONSTRAINT one_row_an_opening_day
DO UPDATE SET last_number = counter_day.last_number + 1
RETURNING last_number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Somebody who comes: what for, in which language, and what makes their turn come earlier."""

    service: str
    language: str
    needs: Sequence[str] = ()  # codes of the table of the queue
    reason: str = ""  # why it is urgent, as a code of the same table
    agreed: bool = False  # to be called before the time of their appointment
    stay: str = ""  # at a kiosk: one ticket in each, however often somebody presses


@transaction.atomic
def check_in(
    appointment: int, arrival: Arrival, *, office: Office, actor: str, now: datetime
) -> Ticket:
    """Give somebody with an appointment at this office today a ticket, or raise Obstacle.

    `wrong_office`, `wrong_day`, `already_checked_in`, `already_cancelled` and `already_ended` are
    what may stand in the way.
    """
    claim = Appointment.objects.select_related("slot").get(pk=appointment)
    day = queries.today_at(office, now=now)
    slot = claim.slot
    place = (slot.office_id, slot.starts_at)
    rules.check_arrival(*place, status=claim.status, office=office.pk, on=slot.local_day, day=day)

    attendance.check_in(appointment, actor=actor, now=now)
    return _admit(office, arrival, appointment=claim, actor=actor, now=now)


@transaction.atomic
def admit(office: Office, arrival: Arrival, *, actor: str, now: datetime) -> Ticket:
    """Give somebody without an appointment a ticket."""
    return _admit(office, arrival, appointment=None, actor=actor, now=now)


def _admit(
    office: Office,
    arrival: Arrival,
    *,
    appointment: Appointment | None,
    actor: str,
    now: datetime,
) -> Ticket:
    turn = _turn(office, arrival, appointment, now=now)
    wait = queries.line_of(office, now=now).wait(turn.due_at, turn.callable_at)
    day = queries.today_at(office, now=now)
    ticket = Ticket.objects.create(
        office=office,
        day=day,
        number=_next_number(office, day),
        service_id=arrival.service,
        appointment=appointment,
        language=arrival.language,
        needs=list(arrival.needs),
        reason=arrival.reason,
        arrived_at=now,
        due_at=turn.due_at,
        callable_at=turn.callable_at,
        estimated_at=now + timedelta(minutes=wait),
        stay=arrival.stay,
        changed_at=now,
        changed_by=actor,
    )
    audit.write("admit", "ticket", ticket.pk, actor=actor, now=now)
    return ticket


def _turn(
    office: Office, arrival: Arrival, appointment: Appointment | None, *, now: datetime
) -> Turn:
    reasons = [arrival.reason] if arrival.reason else []
    return rules.turn_of(
        queries.precedence_of(office),
        arrived_at=now,
        starts_at=appointment.slot.starts_at if appointment else None,
        needs=[*arrival.needs, *reasons],
        agreed=arrival.agreed,
    )


def _next_number(office: Office, day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [office.pk, day, rules.FIRST_NUMBER])
        return int(cursor.fetchone()[0])
