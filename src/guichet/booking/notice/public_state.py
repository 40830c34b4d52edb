"""What an appointment is as the public sees it: pages, files, mails and the API all ask here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from guichet.booking import rules
from guichet.booking.models import Appointment
from guichet.booking.telling import relocations
from guichet.kernel.database.rows import Reader
from guichet.offices.models import Closure

CLOSURES = Reader(Closure)


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
    code = rules.public_state(
        appointment.status,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        closed=slot.closed or closure is not None,
        now=now,
    )
    return PublicState(
        code=code,
        next_step=rules.step_of_appointment(code),
        may_change=may_change,
        reason=closure.reasons if closure else {},
        relocated=may_change and relocations.has_relocated(appointment),
    )


def closure_of(appointment: Appointment) -> Closure | None:
    """Return the closure that covers the day of an appointment."""
    day = appointment.slot.local_day
    return CLOSURES.first(
        "it.office_id = %s AND it.starts_on <= %s AND it.ends_on >= %s ORDER BY it.starts_on",
        [appointment.slot.office_id, day, day],
    )
