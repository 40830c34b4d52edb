"""Who has come, was served, or did not come: each noted by one guarded statement on the row."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from guichet.booking import queries
from guichet.booking.attendance import rules
from guichet.booking.models import Appointment
from guichet.kernel.record import audit

COMPLETED, NO_SHOW, LEFT, NOT_SERVED = "completed", "no_show", "left", "not_served"
_LIVE = Q(state=Appointment.State.BOOKED)
_EXPECTED = _LIVE & Q(ended_as="")
_PRESENT = _EXPECTED & Q(checked_in_at__isnull=False)
# The statement finds the row only where this is so at the moment it writes, whoever came first.
GUARDS: Mapping[str, Q] = {
    "check_in": _EXPECTED & Q(checked_in_at=None),
    "undo_check_in": _PRESENT,
    "complete": _PRESENT,
    "miss": _EXPECTED,
    "leave": _PRESENT,
    "turn_away": _PRESENT,
    "undo_ending": _LIVE & ~Q(ended_as=""),
}


@transaction.atomic
def check_in(appointment: int, *, actor: str, now: datetime) -> Appointment:
    """Note that a client is at the office; return the appointment with its slot and office.

    Raises Obstacle: `not_found`, `already_cancelled`, `already_checked_in`, `already_ended`.
    """
    return _note("check_in", appointment, {"checked_in_at": now}, actor=actor, now=now)


@transaction.atomic
def undo_check_in(appointment: int, *, actor: str, now: datetime) -> Appointment:
    """Take a check-in back: the client may move and cancel again.

    Raises Obstacle as `check_in` does, and `not_checked_in`.
    """
    return _note("undo_check_in", appointment, {"checked_in_at": None}, actor=actor, now=now)


@transaction.atomic
def complete(appointment: int, *, actor: str, now: datetime) -> Appointment:
    """Note that a client who was checked in has been served. Raises as `undo_check_in` does."""
    return _note("complete", appointment, {"ended_as": COMPLETED}, actor=actor, now=now)


@transaction.atomic
def miss(appointment: int, *, grace: timedelta, actor: str, now: datetime) -> Appointment:
    """Note that nobody came, or answered a call: never before their time and the grace are over.

    Raises Obstacle: `not_found`, `already_cancelled`, `already_ended`, `not_missing_yet`.
    """
    change = {"ended_as": NO_SHOW}
    return _note("miss", appointment, change, grace=grace, actor=actor, now=now)


@transaction.atomic
def leave(appointment: int, *, actor: str, now: datetime) -> Appointment:
    """Note that a client who was checked in has gone unserved. Raises as `undo_check_in` does."""
    return _note("leave", appointment, {"ended_as": LEFT}, actor=actor, now=now)


@transaction.atomic
def turn_away(appointment: int, *, actor: str, now: datetime) -> Appointment:
    """Note that the office could not serve a client who was there. Raises as `leave` does."""
    return _note("turn_away", appointment, {"ended_as": NOT_SERVED}, actor=actor, now=now)


@transaction.atomic
def undo_ending(appointment: int, *, actor: str, now: datetime) -> Appointment:
    """Take back how an appointment ended; whether its client is there stays as it was.

    Raises Obstacle: `not_found`, `already_cancelled`, `not_ended`.
    """
    return _note("undo_ending", appointment, {"ended_as": ""}, actor=actor, now=now)


def _note(
    deed: str,
    pk: int,
    change: Mapping[str, object],
    *,
    actor: str,
    now: datetime,
    grace: timedelta | None = None,
) -> Appointment:
    appointment = _judged(deed, pk, grace=grace, now=now)

    guarded = Appointment.objects.filter(GUARDS[deed], pk=pk)
    # Who was overtaken between reading and writing reads and judges anew.
    while not guarded.filter(slot=appointment.slot_id).update(**change):
        appointment = _judged(deed, pk, grace=grace, now=now)

    audit.write(deed, "appointment", pk, actor=actor, now=now)
    for field, value in change.items():
        setattr(appointment, field, value)
    return appointment


def _judged(deed: str, pk: int, *, grace: timedelta | None, now: datetime) -> Appointment:
    appointment = queries.appointment(pk)
    rules.check_deed(deed, appointment.standing)
    if grace is not None:
        rules.check_missable(appointment.slot.starts_at, grace=grace, now=now)
    return appointment
