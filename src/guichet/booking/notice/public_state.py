"""What an appointment is as the public sees it: pages, files, mails and the API all ask here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from guichet.booking import rules
from guichet.booking.models import Appointment
from guichet.booking.telling import relocations
from guichet.kernel.database.rows import Reader
from guichet.offices import words
from guichet.offices.models import Closure

CLOSURES = Reader(Closure)
STRUCK = frozenset({"cancelled", "closed"})


@dataclass(frozen=True, slots=True)
class PublicState:
    """Where an appointment stands, what to do next, and why the office is closed where it is.

    `code` and `next_step` are words of `rules`; `reason` has one sentence a language, or none.
    `is_of_hours` says that it is closed for a part of the day, `relocated` that the office is
    elsewhere than when the time was chosen.
    """

    code: str
    next_step: str
    may_change: bool
    reason: Mapping[str, str]
    is_of_hours: bool
    relocated: bool


def public_state(appointment: Appointment, *, now: datetime) -> PublicState:
    """Return what the public is told of an appointment; the slot and its office are read already.

    A closure counts from the moment it is saved, whether its slots have been withdrawn or not.
    """
    slot = appointment.slot
    is_live = appointment.status == "booked"
    may_change = is_live and (slot.starts_at > now or slot.closed)
    closure = closure_of(appointment) if may_change or slot.closed else None
    code = _code(appointment, is_closed_day=closure is not None, now=now)
    return PublicState(
        code=code,
        next_step=rules.step_of_appointment(code),
        may_change=may_change,
        reason=words.reasons_of(closure) if closure else {},
        is_of_hours=bool(closure and closure.starts_at),
        relocated=may_change and relocations.has_relocated(appointment),
    )


def starts_of(numbers: Collection[str], *, now: datetime) -> dict[str, datetime]:
    """Return when appointments are, by their numbers, but for those cancelled or closed.

    One statement for all of them.
    """
    day = OuterRef("slot__local_day")
    closures = Closure.objects.filter(
        office=OuterRef("slot__office"), starts_on__lte=day, ends_on__gte=day, starts_at=None
    )
    appointments = Appointment.objects.filter(confirmation_number__in=numbers)
    rows = appointments.select_related("slot").annotate(is_closed_day=Exists(closures))
    return {
        row.confirmation_number: row.slot.starts_at
        for row in rows
        if row.confirmation_number
        and _code(row, is_closed_day=row.is_closed_day and row.slot.starts_at > now, now=now)
        not in STRUCK
    }


def _code(appointment: Appointment, *, is_closed_day: bool, now: datetime) -> str:
    slot = appointment.slot
    return rules.public_state(
        appointment.status,
        ends_at=slot.ends_at,
        closed=slot.closed or is_closed_day,
        now=now,
    )


def closure_of(appointment: Appointment) -> Closure | None:
    """Return the closure that withdrew the time of an appointment, or covers its day."""
    slot = appointment.slot
    return CLOSURES.first(
        "it.id = %s OR it.office_id = %s AND it.starts_on <= %s AND it.ends_on >= %s"
        " AND it.starts_at IS NULL ORDER BY it.id = %s DESC, it.starts_on",
        [slot.closure_id, slot.office_id, slot.local_day, slot.local_day, slot.closure_id],
    )
