"""Ready-made offices with people, for tests of closures."""

from datetime import UTC, datetime, timedelta

from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import make_booked, make_open_slot
from guichet.offices.models import Office, Service
from guichet.offices.testing import make_hours, make_office, make_service

NINE = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)  # nine in the morning in New York, a Monday
MANAGER = "staff:7"
STEP = timedelta(minutes=20)


def make_working_office(code: str = "TST") -> Office:
    """Return an office that works from Monday to Saturday."""
    office = make_office(code=code)
    service = Service.objects.first() or make_service()
    make_hours(office, service, weekdays=(1, 2, 3, 4, 5, 6), desks=2)
    return office


def make_slots(
    office: Office, count: int, *, first: datetime = NINE, capacity: int = 2, room: int = 2
) -> list[Slot]:
    """Return slots of an office, one after the other."""
    return [
        make_open_slot(
            office=office,
            capacity=capacity,
            room=room,
            starts_at=first + number * STEP,
            opens_at=first - timedelta(days=30),
        )
        for number in range(count)
    ]


def make_people(slots: list[Slot], *, now: datetime, has_mail: bool = False) -> list[Appointment]:
    """Return appointments that fill slots, each of another person with an address of their own."""
    people: list[Appointment] = []
    for slot in slots:
        for _place in range(slot.room):
            number = len(people)
            email = f"ada{number}@example.org" if has_mail else ""
            people.append(make_booked(slot, number=number, now=now, email=email).appointment)
    return people
