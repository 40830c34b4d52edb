"""Which hours hold on a day: the exception of the day, or the last week that is valid by then."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from guichet.offices.rules import Stretch

type Week = Mapping[int, Sequence[Stretch]]  # Monday is 1; a weekday that is not there is closed


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """The hours of a service at an office: weeks from the day on which each begins, and days."""

    service: str
    minutes: int  # how long a time is where a stretch does not say it
    weeks: Sequence[tuple[date, Week]] = ()  # in order of their days
    days: Mapping[date, Sequence[Stretch]] = field(default_factory=dict)

    def on(self, day: date) -> Sequence[Stretch]:
        """Return the stretches of a day."""
        if day in self.days:
            return self.days[day]
        return self.week_on(day).get(day.isoweekday(), ())

    def week_on(self, day: date) -> Week:
        """Return the week that is valid on a day, whatever its exceptions."""
        weeks = [week for first, week in self.weeks if first <= day]
        return weeks[-1] if weeks else {}

    def with_week(self, first: date, week: Week) -> "ServiceHours":
        """Return the hours as they are once another week begins on a day."""
        others = [pair for pair in self.weeks if pair[0] != first]
        weeks = sorted([*others, (first, week)], key=lambda pair: pair[0])
        return replace(self, weeks=weeks)

    def with_day(self, day: date, stretches: Sequence[Stretch]) -> "ServiceHours":
        """Return the hours as they are once a day has hours of its own."""
        return replace(self, days={**self.days, day: stretches})

    def without(self, first: date, *, is_exception: bool) -> "ServiceHours":
        """Return the hours as they are once a week to come, or the hours of a day, are dropped."""
        if is_exception:
            return replace(self, days={day: at for day, at in self.days.items() if day != first})
        return replace(self, weeks=[pair for pair in self.weeks if pair[0] != first])


type Hours = Mapping[str, ServiceHours]  # by the code of the service


def receives(hours: Hours) -> Callable[[date], bool]:
    """Return what tells whether an office has hours for any service on a day."""
    cuts = sorted({first for service in hours.values() for first, _week in service.weeks})
    weekdays = [_weekdays(hours, cut) for cut in cuts]
    apart = {day: any(service.on(day) for service in hours.values()) for day in days_apart(hours)}

    def tell(day: date) -> bool:
        if day in apart:
            return apart[day]
        number = bisect_right(cuts, day)
        return bool(number) and day.isoweekday() in weekdays[number - 1]

    return tell


def days_apart(hours: Hours) -> set[date]:
    """Return the days on which a service has hours of the day alone."""
    return {day for service in hours.values() for day in service.days}


def _weekdays(hours: Hours, on: date) -> set[int]:
    weeks = (service.week_on(on) for service in hours.values())
    return {weekday for week in weeks for weekday, stretches in week.items() if stretches}


def written(weekday: int, stretch: Stretch) -> dict[str, Any]:
    """Return a stretch as a template keeps it."""
    return {
        "weekday": weekday,
        "opens_at": f"{stretch.opens_at:%H:%M}",
        "closes_at": f"{stretch.closes_at:%H:%M}",
        "desks": stretch.desks,
        "minutes": stretch.minutes,
        "staff": stretch.staff,
        "walk_ins": stretch.walk_ins,
    }


def read(rows: Iterable[Mapping[str, Any]]) -> Week:
    """Return the week that a template keeps."""
    week: dict[int, list[Stretch]] = {}
    for row in rows:
        facts = {name: row[name] for name in ("desks", "minutes", "staff", "walk_ins")}
        opens_at, closes_at = (time.fromisoformat(row[name]) for name in ("opens_at", "closes_at"))
        week.setdefault(row["weekday"], []).append(Stretch(opens_at, closes_at, **facts))
    return week


def rows_of(week: Week) -> list[dict[str, Any]]:
    """Return a week as a template keeps it."""
    return [written(weekday, stretch) for weekday in sorted(week) for stretch in week[weekday]]
