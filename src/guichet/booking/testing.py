"""Ready-made worlds of slots and clients, for tests and for the demonstration."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.booking import actions, places
from guichet.booking.actions import BookedAppointment
from guichet.booking.models import Slot
from guichet.booking.places import Details
from guichet.kernel import clock
from guichet.kernel.guarding.network import Ladder
from guichet.offices.models import Office, Service
from guichet.offices.testing import make_office, make_service

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NETWORK: Ladder | None = None  # nobody's: nothing is counted


def make_open_slot(
    *,
    capacity: int = 1,
    room: int | None = None,
    starts_at: datetime = NOW + timedelta(days=7),
    opens_at: datetime = NOW - timedelta(days=1),
    office: Office | None = None,
    service: Service | None = None,
) -> Slot:
    """Return a released slot with room for `capacity` clients, all of it public by default."""
    office = office or Office.objects.first() or make_office()
    service = service or Service.objects.first() or make_service()
    return Slot.objects.create(
        office=office,
        service=service,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=20),
        local_day=starts_at.astimezone(ZoneInfo(office.time_zone)).date(),
        capacity=capacity,
        room=capacity if room is None else room,
        opens_at=opens_at,
    )


def make_coming_slot(capacity: int = 1) -> Slot:
    """Return a released slot of a week from now, for a test whose clock goes on."""
    return make_open_slot(capacity=capacity, starts_at=clock.now() + timedelta(days=7))


def make_details(number: int = 0, **changes: object) -> Details:
    """Return an invented client; each number is another person."""
    facts: dict[str, object] = {
        "name": "Ada " + "".join(chr(ord("a") + int(digit)) for digit in str(number)),
        "date_of_birth": date(1985, 5, 17),
        "phone": f"+1212555{number % 10_000:04d}",
    }
    return Details(**{**facts, **changes})  # type: ignore[arg-type]


def make_booked(
    slot: Slot | None = None, *, number: int = 0, now: datetime = NOW, **changes: object
) -> BookedAppointment:
    """Return a booking made the way a program makes one."""
    slot = slot or make_open_slot()
    return actions.book_slot(
        slot.pk, make_details(number, **changes), networks=NETWORK, language="en", now=now
    )


def make_hold(slot: Slot, *, visitor: str = "visitor", now: datetime = NOW) -> places.Claim:
    """Return a live hold of a browser's visit."""
    return actions.hold(slot.pk, visitor=visitor, networks=NETWORK, now=now)
