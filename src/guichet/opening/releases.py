"""What the next releases of an office will open, as its rules, its hours and its days stand now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from guichet.booking import rules as of_booking
from guichet.booking.schedule.plans import plan_of
from guichet.booking.schedule.working_days import Calendar, calendar_of
from guichet.offices.models import Office, Service

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


def next_releases(office: Office, *, now: datetime, is_trial: bool = False) -> list[Release]:
    """Return the next five releases; one whose window has begun counts until it is over.

    A day that has its slots already is counted from them, others from the hours. So are all in a
    trial of other rules, which `office` has and the database does not.
    """
    calendar = calendar_of(office, now=now)
    releases = list[Release]()
    for day, starts_at in _windows(calendar):
        if starts_at + calendar.window > now:
            places = (not is_trial and _made(office, day)) or _planned(calendar, day)
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
    services = Service.objects.in_bulk(list(calendar.hours))
    plans = [(hours.service, plan_of(calendar, hours, day)) for hours in calendar.hours.values()]
    return [
        Places(
            services[code],
            sum(slot.room for slot in plan),
            sum(slot.capacity - slot.room for slot in plan),
        )
        for code, plan in plans
        if plan
    ]
