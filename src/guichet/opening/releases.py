"""What the next releases of an office will open, as its rules, its hours and its days stand now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from guichet.booking import rules as of_booking
from guichet.booking.schedule.working_days import Calendar, calendar_of
from guichet.offices import queries as offices
from guichet.offices import rules as hours
from guichet.offices.models import Office, Service
from guichet.offices.rules import Stretch

NEXT = 5


@dataclass(frozen=True, slots=True)
class Places:
    """How many places of a service a day has: the public's, and those kept for staff."""

    service: Service
    public: int
    staff: int


@dataclass(frozen=True, slots=True)
class Release:
    """A window in which the places of a day open, on the clock of the office; never the minute."""

    starts_at: datetime
    ends_at: datetime
    day: date
    places: Sequence[Places]


def next_releases(office: Office, *, now: datetime) -> list[Release]:
    """Return the next five releases; one whose window has begun counts until it is over.

    A day that has its slots already is counted from them, others from the hours.
    """
    calendar = calendar_of(office, now=now)
    releases = list[Release]()
    for day, starts_at in _windows(calendar):
        if starts_at + calendar.window > now:
            places = _made(office, day) or _planned(calendar, day)
            local = starts_at.astimezone(calendar.zone)
            releases.append(Release(local, local + calendar.window, day, places))
        if len(releases) == NEXT:
            break
    return releases


def _windows(calendar: Calendar) -> Iterator[tuple[date, datetime]]:
    """Yield each day to come with the start of the window in which it opens, as `opens_at` does."""
    office, days = calendar.office, calendar.open_days
    for number, day in enumerate(days):
        if day >= calendar.today:
            released_on = days[max(0, number - office.horizon_days)]
            at = office.release_at
            yield day, of_booking.window_start(released_on, at=at, zone=calendar.zone)


def _made(office: Office, day: date) -> list[Places]:
    slots = office.slots.filter(local_day=day, closed=False)
    rows = (
        slots.order_by("service")
        .values("service")
        .annotate(capacity=Sum("capacity"), room=Sum("room"))
    )
    services = Service.objects.in_bulk([row["service"] for row in rows])
    return [
        Places(services[row["service"]], row["room"], row["capacity"] - row["room"]) for row in rows
    ]


def _planned(calendar: Calendar, day: date) -> list[Places]:
    by_service: dict[str, list[Stretch]] = {}
    services = dict[str, Service]()
    for row in offices.opening_hours_of(calendar.office):
        if row.weekday == day.isoweekday():
            services[row.service_id] = row.service
            stretch = Stretch(row.opens_at, row.closes_at, row.desks)
            by_service.setdefault(row.service_id, []).append(stretch)
    return [
        _of_service(calendar, day, services[code], stretches)
        for code, stretches in by_service.items()
    ]


def _of_service(
    calendar: Calendar, day: date, service: Service, stretches: list[Stretch]
) -> Places:
    minutes = timedelta(minutes=service.duration_minutes)
    times = hours.slot_times(day, zone=calendar.zone, stretches=stretches, duration=minutes)
    percent = calendar.office.public_percent
    desks = [desks for _start, _end, desks in times]
    public = sum(of_booking.public_room(count, percent=percent) for count in desks)
    return Places(service, public, sum(desks) - public)
