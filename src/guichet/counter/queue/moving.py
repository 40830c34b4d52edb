"""Another time for somebody who stands at the desk: late, or on another day than theirs."""

from datetime import datetime

from django.db import transaction

from guichet.booking import actions as booking
from guichet.booking import queries as appointments
from guichet.booking.attendance import actions as attendance
from guichet.booking.models import Appointment, Slot
from guichet.counter import showing
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, expecting, queries, rules
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office


@transaction.atomic
def move(
    pk: int, slot: int, *, office: Office, actor: str, now: datetime, mark: str = ""
) -> Ticket | None:
    """Move an appointment to another time at this office; for one of today they get a ticket.

    A ticket that they have is taken back first. Staff give a place of their own, or else one of the
    public's. Raises Obstacle as a move by a client does, `not_found` and `expected_changed`.
    """
    # Tickets are locked before slots, and slots before appointments, as everywhere.
    open_ticket = Ticket.objects.filter(appointment=pk, office=office, state__in=rules.OPEN).first()
    if open_ticket:
        actions.cancel(open_ticket.pk, office=office, actor=actor, now=now)
    target = _lock_slots(pk, slot, office)
    appointment = appointments.appointment(pk)
    if showing.differs(mark, expecting.mark_of(appointment)):
        raise Obstacle("expected_changed", ticket=open_ticket)
    if appointment.checked_in_at and not appointment.ended_as:
        attendance.undo_check_in(pk, actor=actor, now=now)

    _move(pk, target, actor=actor, now=now)
    if target.local_day != queries.today_at(office, now=now):
        return None
    return expecting.check_in(pk, office=office, actor=actor, now=now)


def _lock_slots(pk: int, slot: int, office: Office) -> Slot:
    """Return the slot that is wanted, locked with the one that is left, in their order."""
    theirs = (
        Appointment.objects.filter(pk=pk, slot__office=office).values("slot", "service").first()
    )
    if theirs is None:
        raise Obstacle("not_found")
    both = Slot.objects.filter(pk__in=[slot, theirs["slot"]], office=office)
    rows = {row.pk: row for row in both.order_by("pk").select_for_update(no_key=True)}
    target = rows.get(slot)
    if target is None or target.service_id != theirs["service"]:
        raise Obstacle("not_found")
    return target


def _move(pk: int, slot: Slot, *, actor: str, now: datetime) -> None:
    """Take a place of the staff's in a slot; where those are given, one of the public's."""
    appointment = appointments.appointment(pk)
    try:
        booking.move(appointment, slot.pk, now=now, actor=actor, whole=True)
    except Obstacle as obstacle:
        if obstacle.code != "share_full":
            raise
        booking.move(appointment, slot.pk, now=now, actor=actor)
