"""Rooms above follow an appointment that has moved or is cancelled, as soon as that is kept.

What an appointment stands for in one of them is told where it is cancelled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from markupsafe import Markup

from guichet.booking.models import Appointment

# Called with the confirmation number; a room above adds its own when the site starts.
ON_CHANGE: list[Callable[[str, datetime], object]] = []


@dataclass(frozen=True, slots=True)
class AwaitedInterview:
    """That an officer waits for somebody at an appointment.

    `answer_by`: until when they may name another one; None where that day has passed.
    """

    answer_by: date | None


# Called with the confirmation number; None where the appointment is for no interview.
INTERVIEWS: list[Callable[[str, datetime], AwaitedInterview | None]] = []


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """The ticket of somebody who is at the office for an appointment: what it is called, where."""

    words: Markup
    url: str


# Called with the appointment and a language; None where nobody waits with it now.
TICKETS: list[Callable[[int, str, datetime], OwnTicket | None]] = []


def ticket_of(appointment: Appointment, language: str, *, now: datetime) -> OwnTicket | None:
    """Return the ticket with which somebody waits at the office; None for nobody."""
    if appointment.checked_in_at is None:
        return None
    tickets = (of(appointment.pk, language, now) for of in TICKETS)
    return next(filter(None, tickets), None)


def interview_at(appointment: Appointment, *, now: datetime) -> AwaitedInterview | None:
    """Return the interview for which an appointment was booked; None where it is for none."""
    number = appointment.confirmation_number or ""
    return next((interview for of in INTERVIEWS if (interview := of(number, now))), None)


def tell_rooms(appointment: Appointment, *, now: datetime) -> None:
    """Have the rooms above follow, once the change is kept; one that fails undoes nothing.

    Not within its transaction: what they lock, others lock before they come to an appointment.
    """
    for follow in ON_CHANGE:
        transaction.on_commit(
            partial(follow, appointment.confirmation_number or "", now), robust=True
        )
