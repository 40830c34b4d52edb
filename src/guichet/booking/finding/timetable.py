"""The times of an office as a page shows them: days, months, and the first that is free.

Everything is built from one read of the whole horizon: nothing here asks the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from guichet.booking.queries import FreeDay, FreeSlot

WEEK, NOON = 7, 12


@dataclass(frozen=True, slots=True)
class Day:
    """A day that has been released, and how many of its times can still be chosen."""

    date: date
    free: int
    free_day: FreeDay


@dataclass(frozen=True, slots=True)
class Time:
    """A time that can be chosen, on the clock of the office."""

    slot: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Square:
    """One square of a month: its date, and the day if it has been released."""

    date: date
    day: Day | None


@dataclass(frozen=True)
class Timetable:
    """The released days of an office and a service, and the one that is shown."""

    days: tuple[Day, ...]
    zone: ZoneInfo
    day: Day | None

    @cached_property
    def by_date(self) -> dict[date, Day]:
        return {day.date: day for day in self.days}

    @cached_property
    def free_days(self) -> tuple[Day, ...]:
        """Return the days on which somebody may still come."""
        return tuple(day for day in self.days if day.free)

    @cached_property
    def first(self) -> Time | None:
        """Return the first free time of all."""
        for day in self.free_days[:1]:
            return self._times(day)[0]
        return None

    @cached_property
    def times(self) -> list[Time]:
        """Return the free times of the day that is shown."""
        return self._times(self.day) if self.day else []

    @property
    def morning(self) -> list[Time]:
        """Return the times that begin before noon."""
        return [time for time in self.times if time.starts_at.hour < NOON]

    @property
    def afternoon(self) -> list[Time]:
        """Return the times from noon on."""
        return [time for time in self.times if time.starts_at.hour >= NOON]

    @cached_property
    def month(self) -> tuple[int, int] | None:
        """Return year and month of the day that is shown."""
        return _month(self.day.date) if self.day else None

    @property
    def previous_month(self) -> date | None:
        """Return the day to show when somebody turns the page back."""
        here = self.month or (0, 0)
        return self._turned([day for day in self.days if _month(day.date) < here])

    @property
    def next_month(self) -> date | None:
        """Return the day to show when somebody turns the page."""
        here = self.month or (0, 0)
        return self._turned([day for day in self.days if _month(day.date) > here], ahead=True)

    def weeks(self, first_weekday: int) -> list[list[Square | None]]:
        """Return the month that is shown, from the first week that was released.

        A last week alone would look like no month: then it is shown whole. None stands outside
        the month.
        """
        if self.month is None:
            return []
        year, month = self.month
        start = date(year, month, 1)
        start -= timedelta(days=(start.weekday() - first_weekday) % WEEK)
        rows: list[list[Square | None]] = []
        while (start.year, start.month) <= (year, month):
            days = [start + timedelta(days=ahead) for ahead in range(WEEK)]
            start += timedelta(days=WEEK)
            rows.append([self._square(day) if day.month == month else None for day in days])
        first = next((at for at, week in enumerate(rows) if _is_released(week)), 0)
        return rows[first:] if len(rows) - first > 1 else rows

    def _square(self, day: date) -> Square:
        return Square(day, self.by_date.get(day))

    def _turned(self, days: Sequence[Day], *, ahead: bool = False) -> date | None:
        """Return the first free day of the nearest month among these, else its first day."""
        if not days:
            return None
        nearest = _month(days[0 if ahead else -1].date)
        inside = [day for day in days if _month(day.date) == nearest]
        return next((day.date for day in inside if day.free), inside[0].date)

    def _times(self, day: Day) -> list[Time]:
        pairs = zip(day.free_day.slots, day.free_day.starts, strict=True)
        return [Time(slot, datetime.fromtimestamp(start, self.zone)) for slot, start in pairs]


def build(
    free_days: Iterable[FreeDay],
    *,
    zone: ZoneInfo,
    date_wanted: date | None = None,
    without: int | None = None,
) -> Timetable:
    """Return the timetable of days in their order.

    The day wanted is shown if it has been released, else the first that is free, else the first.
    The slot `without` is neither offered nor counted: whoever moves has it already.
    """
    days_offered = (_less(day, without) for day in free_days)
    days = tuple(Day(day.date, len(day.slots), day) for day in days_offered)
    day_shown = next((day for day in days if day.date == date_wanted), None)
    day_shown = day_shown or next((day for day in days if day.free), None) or next(iter(days), None)
    return Timetable(days=days, zone=zone, day=day_shown)


def time_of(slot: FreeSlot, zone: ZoneInfo) -> Time:
    """Return a slot on the clock of its office."""
    return Time(slot.pk, slot.starts_at.astimezone(zone))


def _less(day: FreeDay, slot: int | None) -> FreeDay:
    if slot not in day.slots:
        return day
    place = day.slots.index(slot)
    slots, starts = [*day.slots], [*day.starts]
    del slots[place], starts[place]
    return replace(day, slots=slots, starts=starts)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _is_released(week: Iterable[Square | None]) -> bool:
    return any(square and square.day for square in week)
