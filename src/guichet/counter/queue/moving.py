"""Another time for somebody who is at the desk or on the telephone, also late; or none any more."""

from datetime import datetime
from functools import partial

from django.db import transaction

from guichet.booking import actions as booking
from guichet.booking import queries as appointments
from guichet.booking.attendance import actions as attendance
from guichet.booking.models import UNSERVED, Appointment, Slot
from guichet.booking.on_behalf import actions as on_behalf
from guichet.booking.on_behalf.actions import NONE, Override
from guichet.counter import showing
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, expecting, queries, rules
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office


@transaction.atomic
def move(
    pk: int,
    slot: int,
    *,
    office: Office,
    actor: str,
    now: datetime,
    mark: str = "",
    is_here: bool = False,
    override: Override = NONE,
) -> Ticket | None:
    """Move an appointment to another time at this office; who `is_here` gets a ticket of today.

    Whoever telephones is only moved, also to a time of today, and checked in when they come. A
    ticket that they have is taken back first. Staff give a place of their own, or else one of the
    public's; before its minute of release by an override, as when they book. Raises Obstacle as a
    move by a client does, `not_found` and `expected_changed`.
    """
    override.check()
    # Tickets are locked before slots, and slots before appointments, as everywhere.
    ticket = _take_back_ticket(pk, office, actor=actor, now=now)
    target = _lock_slots(pk, slot, office)
    _let_out(pk, ticket, actor=actor, now=now, mark=mark)

    _move(pk, target, override, actor=actor, now=now)
    if not is_here or target.local_day != queries.today_at(office, now=now):
        return None
    return expecting.check_in(pk, office=office, actor=actor, now=now)


@transaction.atomic
def cancel(pk: int, *, office: Office, actor: str, now: datetime, mark: str = "") -> None:
    """Cancel an appointment of this office for its client, who may be here, or late.

    A ticket that they have is taken back first. Raises Obstacle as a client's cancellation does,
    `not_found`, `expected_changed`, and `day_is_over`: who came yesterday is noted, not canceled.
    """
    ticket = _take_back_ticket(pk, office, actor=actor, now=now)
    theirs = Slot.objects.filter(appointments=pk, office=office)
    slot = theirs.select_for_update(no_key=True).first()
    if slot is None:
        raise Obstacle("not_found")
    if slot.local_day < queries.today_at(office, now=now):
        raise Obstacle("day_is_over")
    _let_out(pk, ticket, actor=actor, now=now, mark=mark)

    if not booking.cancel(appointments.appointment(pk), now=now, actor=actor):
        raise Obstacle("already_cancelled")


def _take_back_ticket(pk: int, office: Office, *, actor: str, now: datetime) -> Ticket | None:
    ticket = Ticket.objects.filter(appointment=pk, office=office, state__in=rules.OPEN).first()
    if ticket:
        actions.cancel(ticket.pk, office=office, actor=actor, now=now)
    return ticket


def _let_out(pk: int, ticket: Ticket | None, *, actor: str, now: datetime, mark: str) -> None:
    """Take a check-in back, unless the page showed something else than what holds now."""
    appointment = appointments.appointment(pk)
    if showing.differs(mark, expecting.mark_of(appointment)):
        raise Obstacle("expected_changed", ticket=ticket)
    if appointment.ended_as in UNSERVED:
        attendance.undo_ending(pk, actor=actor, now=now)
    if appointment.status == "checked_in":
        attendance.undo_check_in(pk, actor=actor, now=now)


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


def _move(pk: int, slot: Slot, override: Override, *, actor: str, now: datetime) -> None:
    """Take a place of the staff's in a slot; where those are given, one of the public's."""
    appointment = appointments.appointment(pk)
    take = partial(booking.move, appointment, slot.pk, now=now, actor=actor)
    _, lifted = on_behalf.within(override, take)
    if lifted:
        on_behalf.record(pk, lifted, override, actor=actor, now=now)
