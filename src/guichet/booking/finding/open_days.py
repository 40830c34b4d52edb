"""When any desk of an office is open: this week, on days that differ, and in weeks to come.

Pure: hours of services in, stretches out. Services that overlap are one stretch, for whoever comes
to the door.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from guichet.offices.days.hours import Hours, days_apart
from guichet.offices.rules import Stretch

WEEKDAYS = range(1, 8)
type Stretches = Sequence[tuple[time, time]]


@dataclass(frozen=True, slots=True)
class Weekday:
    """From when till when an office is open on a weekday; Monday is 1, no stretch means closed."""

    number: int
    stretches: Stretches


@dataclass(frozen=True, slots=True)
class DayApart:
    """A day that differs from the others of its weekday; no stretch means closed."""

    day: date
    stretches: Stretches


@dataclass(frozen=True, slots=True)
class NewWeek:
    """The week that holds from a day on."""

    first: date
    week: Sequence[Weekday]


def week_at(hours: Hours, day: date) -> list[Weekday]:
    """Return the week that holds on a day, weekday by weekday from Monday."""
    weeks = [service.week_on(day) for service in hours.values()]
    return [
        Weekday(number, merged(_times(part for week in weeks for part in week.get(number, ()))))
        for number in WEEKDAYS
    ]


def stretches_on(hours: Hours, day: date) -> Stretches:
    """Return from when till when an office is open on a day, by its hours alone."""
    return merged(_times(part for service in hours.values() for part in service.on(day)))


def apart(hours: Hours, *, first: date, last: date) -> list[DayApart]:
    """Return the days of a span on which an office is open otherwise than in the week of then."""
    days = [DayApart(day, stretches_on(hours, day)) for day in sorted(days_apart(hours))]
    return [
        day
        for day in days
        if first <= day.day <= last
        and day.stretches != week_at(hours, day.day)[day.day.weekday()].stretches
    ]


def to_come(hours: Hours, *, first: date, last: date) -> Iterator[NewWeek]:
    """Give the weeks that begin after a day and differ from the one before, in their order."""
    begins = {day for service in hours.values() for day, _ in service.weeks if first < day <= last}
    before = week_at(hours, first)
    for day in sorted(begins):
        week = week_at(hours, day)
        if week != before:
            yield NewWeek(day, week)
        before = week


def next_opening(
    stretches: Stretches, closed: Sequence[tuple[datetime, datetime]], *, at: datetime
) -> datetime | None:
    """Return when an office is open next on the day of a moment, closures counted; None: not.

    The moments are on the office's clock.
    """
    moment = at
    while moment.date() == at.date():
        ends = [last for first, last in closed if first <= moment < last]
        if ends:
            moment = max(ends)
            continue
        opens_at = next((opens for opens, closes in stretches if moment.time() < closes), None)
        if opens_at is None or opens_at <= moment.time():
            return moment if opens_at else None
        moment = datetime.combine(moment.date(), opens_at, moment.tzinfo)
    return None


def merged(stretches: Iterable[tuple[time, time]]) -> list[tuple[time, time]]:
    """Return stretches of a day without overlaps, in order.

    >>> merged([(time(13), time(15)), (time(8), time(12)), (time(8), time(10))])
    [(datetime.time(8, 0), datetime.time(12, 0)), (datetime.time(13, 0), datetime.time(15, 0))]
    """
    whole: list[tuple[time, time]] = []
    for opens_at, closes_at in sorted(stretches):
        if whole and opens_at <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], closes_at))
        else:
            whole.append((opens_at, closes_at))
    return whole


def _times(parts: Iterable[Stretch]) -> Iterator[tuple[time, time]]:
    return ((part.opens_at, part.closes_at) for part in parts)
