"""What an appointment is as the public sees it: pages, files, mails and the API all ask here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from guichet.booking import rules
from guichet.booking.models import Appointment
from guichet.booking.telling import relocations
from guichet.kernel.database.rows import Reader
from guichet.offices.models import Closure

CLOSURES = Reader(Closure)
STRUCK = frozenset({"cancelled", "closed"})


@dataclass(frozen=True, slots=True)
class PublicState:
    """Where an appointment stands, what to do next, and why the office is closed where it is.

    `code` and `next_step` are words of `rules`; `reason` has one sentence a language, or none.
    `relocated` says that the office is elsewhere than when the time was chosen.
    """

    code: str
    next_step: str
    may_change: bool
    reason: Mapping[str, str]
    relocated: bool


def public_state(appointment: Appointment, *, now: datetime) -> PublicState:
    """Return what the public is told of an appointment; the slot and its office are read already.

    A closure counts from the moment it is saved, whether its slots have been withdrawn or not.
    """
    slot = appointment.slot
    may_change = appointment.status == "booked" and slot.starts_at > now
    closure = closure_of(appointment) if may_change else None
    code = _code(appointment, is_closed_day=closure is not None, now=now)
    return PublicState(
        code=code,
        next_step=rules.step_of_appointment(code),
        may_change=may_change,
        reason=closure.reasons if closure else {},
        relocated=may_change and relocations.has_relocated(appointment),
    )


def starts_of(numbers: Collection[str], *, now: datetime) -> dict[str, datetime]:
    """Return when appointments are, by their numbers, but for those cancelled or closed.

    One statement for all of them.
    """
    day = OuterRef("slot__local_day")
    closures = Closure.objects.filter(
        office=OuterRef("slot__office"), starts_on__lte=day, ends_on__gte=day
    )
    appointments = Appointment.objects.filter(confirmation_number__in=numbers)
    rows = appointments.select_related("slot").annotate(is_closed_day=Exists(closures))
    return {
        row.confirmation_number: row.slot.starts_at
        for row in rows
        if row.confirmation_number
        and _code(row, is_closed_day=row.is_closed_day, now=now) not in STRUCK
    }


def _code(appointment: Appointment, *, is_closed_day: bool, now: datetime) -> str:
    slot = appointment.slot
    return rules.public_state(
        appointment.status,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        closed=slot.closed or is_closed_day,
        now=now,
    )


def closure_of(appointment: Appointment) -> Closure | None:
    """Return the closure that covers the day of an appointment."""
    day = appointment.slot.local_day
    return CLOSURES.first(
        "it.office_id = %s AND it.starts_on <= %s AND it.ends_on >= %s ORDER BY it.starts_on",
        [appointment.slot.office_id, day, day],
    )
