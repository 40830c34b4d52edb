"""Ready-made people at a desk, for tests and for the demonstration."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User

from guichet.booking.models import Appointment
from guichet.booking.testing import make_booked, make_open_slot
from guichet.counter.display import board
from guichet.counter.models import Ticket
from guichet.counter.queue import arrivals, public, queries
from guichet.counter.queue.arrivals import Arrival
from guichet.kernel import clock
from guichet.offices.models import Office, Service
from guichet.offices.testing import make_hours, make_office, make_service

TEN = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)  # ten in the morning in New York, a Tuesday
DESK_OF = "staff:7"


def make_desk_office(code: str = "TST") -> Office:
    """Return an office that is open for its one service on weekdays from nine to noon."""
    office = make_office(code=code)
    service = Service.objects.first() or make_service()
    make_hours(office, service, desks=4)
    return office


def make_counter_officer(name: str = "counter") -> int:
    """Return the account of an officer at the counter."""
    return User.objects.get_or_create(username=name)[0].pk


def make_expected(
    number: int = 0, *, office: Office, starts_at: datetime = TEN, booked_at: datetime | None = None
) -> Appointment:
    """Return the appointment of somebody who is expected at an office."""
    opens_at = starts_at - timedelta(days=8)
    slot = make_open_slot(
        capacity=1,
        starts_at=starts_at + timedelta(seconds=number),
        opens_at=opens_at,
        office=office,
    )
    booked = make_booked(slot, number=number, now=booked_at or starts_at - timedelta(days=7))
    return booked.appointment


def make_expected_now(number: int = 0, *, office: Office, starts_at: datetime) -> Appointment:
    """Return the appointment of somebody who is expected now, whatever the hour at the office."""
    appointment = make_expected(number, office=office, starts_at=starts_at)
    appointment.slot.local_day = queries.today_at(office, now=clock.now())
    appointment.slot.save(update_fields=["local_day"])
    return appointment


def make_checked_in(appointment: Appointment, *, now: datetime = TEN, **arrival: object) -> Ticket:
    """Return the ticket of somebody who has come for an appointment."""
    slot = appointment.slot
    return arrivals.check_in(
        appointment.pk,
        make_arrival(slot.service_id, **arrival),
        office=slot.office,
        actor=DESK_OF,
        now=now,
    )


def make_walk_in(office: Office, *, now: datetime = TEN, **arrival: object) -> Ticket:
    """Return the ticket of somebody who has come without an appointment."""
    service = office.opening_hours.values_list("service", flat=True)[0]
    return arrivals.admit(office, make_arrival(service, **arrival), actor=DESK_OF, now=now)


def make_arrival(service: str, **changes: object) -> Arrival:
    """Return what somebody says who comes."""
    return Arrival(**{"service": service, "language": "en", **changes})  # type: ignore[arg-type]


def forget_boards() -> None:
    """Look up anew what displays show, as after some seconds, or in another process."""
    for memory in (board.BOARDS, board.QUEUES, board.CLOSURES, board.DEVICES, public.LINES):
        memory.values.clear()
