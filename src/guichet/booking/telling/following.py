"""Rooms above follow an appointment that has moved or is cancelled, as soon as that is kept."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction

from guichet.booking.models import Appointment

# Called with the confirmation number; a room above adds its own when the site starts.
ON_CHANGE: list[Callable[[str, datetime], object]] = []


def tell_rooms(appointment: Appointment, *, now: datetime) -> None:
    """Have the rooms above follow, once the change is kept; one that fails undoes nothing.

    Not within its transaction: what they lock, others lock before they come to an appointment.
    """
    for follow in ON_CHANGE:
        transaction.on_commit(
            partial(follow, appointment.confirmation_number or "", now), robust=True
        )
