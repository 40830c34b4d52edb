"""Those who are expected: they come, they do not, and what was noted of it is taken back.

Each locks the appointment first. `mark` is the mark of how the agenda showed it: where it stands
otherwise by now, Obstacle("expected_changed") says so.
"""

from datetime import datetime, timedelta

from django.db import transaction

from guichet.booking.attendance import actions as attendance
from guichet.booking.models import Appointment
from guichet.counter import showing
from guichet.counter.models import Ticket
from guichet.counter.queue import arrivals, queries, rules
from guichet.counter.queue.arrivals import Arrival
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office


@transaction.atomic
def check_in(
    pk: int, *, office: Office, actor: str, now: datetime, mark: str = "", language: str = ""
) -> Ticket:
    """Give somebody of today's agenda a ticket, who may have been noted as not coming.

    Raises Obstacle as `arrivals.check_in` does.
    """
    appointment = _lock(pk, office, now=now, mark=mark)
    if rules.has_stayed_away(appointment.status, is_here=appointment.checked_in_at is not None):
        attendance.undo_ending(pk, actor=actor, now=now)
    arrival = Arrival(service=appointment.service_id, language=language or appointment.language)
    return arrivals.check_in(pk, arrival, office=office, actor=actor, now=now)


@transaction.atomic
def miss(pk: int, *, office: Office, actor: str, now: datetime, mark: str = "") -> Appointment:
    """Note that somebody never came: not before their time and the grace of the office.

    Raises Obstacle: `not_missing_yet` and what stands in the way of a check-in.
    """
    appointment = _lock(pk, office, now=now, mark=mark)
    if appointment.checked_in_at:
        raise Obstacle("already_checked_in", ticket=appointment.tickets.last())
    grace = timedelta(minutes=queries.precedence_of(office).grace)
    return attendance.miss(pk, grace=grace, actor=actor, now=now)


@transaction.atomic
def undo_miss(pk: int, *, office: Office, actor: str, now: datetime, mark: str = "") -> Appointment:
    """Take back that somebody never came: they are expected again."""
    appointment = _lock(pk, office, now=now, mark=mark)
    if appointment.checked_in_at:  # it is their ticket's deed that would be taken back
        raise Obstacle("already_checked_in", ticket=appointment.tickets.last())
    return attendance.undo_ending(pk, actor=actor, now=now)


def _lock(pk: int, office: Office, *, now: datetime, mark: str) -> Appointment:
    rows = Appointment.objects.filter(slot__office=office, confirmation_number__isnull=False)
    appointment = rows.select_related("slot").select_for_update(of=("self",)).filter(pk=pk).first()
    if appointment is None:
        raise Obstacle("not_found")
    if showing.differs(mark, mark_of(appointment)):
        raise Obstacle("expected_changed", ticket=appointment.tickets.last())
    slot, day = appointment.slot, queries.today_at(office, now=now)
    place, status = (office.pk, slot.starts_at), appointment.status
    rules.check_arrival(*place, status=status, office=office.pk, on=slot.local_day, day=day)
    return appointment


def mark_of(appointment: Appointment) -> str:
    """Return the mark that a form about somebody expected carries."""
    return showing.of_expected(
        appointment.pk,
        slot=appointment.slot_id,
        is_here=appointment.checked_in_at is not None,
        ended_as=appointment.ended_as,
    )
