"""The days an office works: what the release and the closures are both reckoned from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.booking import rules
from guichet.kernel import keyring
from guichet.offices import queries as offices
from guichet.offices import rules as days
from guichet.offices.days import hours as of_offices
from guichet.offices.days.hours import Hours
from guichet.offices.models import Office

LOOK_BACK = timedelta(days=60)  # enough calendar days for a horizon of 20 business days


@dataclass(frozen=True)
class Calendar:
    """An office's days: which it works, and where today stands among them."""

    office: Office
    zone: ZoneInfo
    today: date
    open_days: list[date]  # from well before today to beyond the horizon
    hours: Hours

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.office.release_window_minutes)

    @property
    def coming(self) -> list[date]:
        """The open days whose release lies behind us or comes next."""
        first = next((n for n, day in enumerate(self.open_days) if day >= self.today), 0)
        return self.open_days[first : first + self.office.horizon_days + 2]

    def opens_at(self, day: date) -> datetime:
        """Return the minute in which the day's places open; the same minute at every call."""
        digest = keyring.working("release", self.office.pk, day, before=keyring.PIN)
        chance = int.from_bytes(digest[:4]) / 2**32 if self.office.release_is_random else 0.0
        return rules.released_at(
            day,
            open_days=self.open_days,
            horizon=self.office.horizon_days,
            at=self.office.release_at,
            zone=self.zone,
            window=self.window,
            chance=chance,
        )


def calendar_of(office: Office, *, now: datetime, hours: Hours | None = None) -> Calendar:
    """Return the working days of an office around now, by `hours` or those that it has.

    A day that has hours of its own is worked on a weekday or holiday that is not; a closure wins.
    """
    hours = offices.hours_of(office) if hours is None else hours
    today = today_at(office, now=now)
    start = today - LOOK_BACK - timedelta(days=office.horizon_days)
    receives = of_offices.receives(hours)
    apart = of_offices.days_apart(hours)
    of_days = office.closures.filter(starts_at=None)
    closures = list(of_days.values_list("starts_on", "ends_on"))
    holidays = offices.closed_days_of(office, years=range(start.year, today.year + 2)) - apart

    def is_open(day: date) -> bool:
        weekdays = {day.isoweekday()} if receives(day) else set[int]()
        return days.is_open_day(day, weekdays=weekdays, closures=closures, holidays=holidays)

    open_days = days.business_days(start, 3 * office.horizon_days + LOOK_BACK.days, is_open)
    zone = ZoneInfo(office.time_zone)
    return Calendar(office=office, zone=zone, today=today, open_days=open_days, hours=hours)


def today_at(office: Office, *, now: datetime) -> date:
    """Return the day on the calendar of an office."""
    return now.astimezone(ZoneInfo(office.time_zone)).date()
