"""Closing a day as the administration does, and what somebody needs to come back."""

from guichet.booking.actions import BookedAppointment
from guichet.booking.models import Slot
from guichet.booking.schedule import closures
from guichet.booking.testing import NOW
from guichet.offices.models import Closure


def close(slot: Slot, **facts: object) -> Closure:
    """Save a closure of the day of a slot, as the administration does."""
    closure = Closure.objects.create(
        office=slot.office, starts_on=slot.local_day, ends_on=slot.local_day, **facts
    )
    closures.changed(slot.office_id, now=NOW)
    return closure


def keys(booked: BookedAppointment) -> dict[str, str]:
    return {"number": str(booked.appointment.confirmation_number), "pin": booked.pin}
