"""What the pages of an office's hours show: weeks in words, and whom a change of them touches."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from guichet.booking.schedule.changed_hours import Difference
from guichet.kernel.content.layers import shown_in
from guichet.offices import queries as offices
from guichet.offices.days.hours import ServiceHours, Week
from guichet.offices.models import Office, Service
from guichet.opening.hours import rules
from guichet.opening.hours.rules import Row
from guichet.opening.managers.page import TOPIC, Fields
from guichet.web.formats import dates
from guichet.web.formats.durations import duration
from guichet.web.words import speaker


def hours_context(office: Office, language: str, *, today: date) -> dict[str, object]:
    """Return the hours of each service, what is planned for it, and the services without any."""
    hours = offices.hours_of(office)
    services = list(Service.objects.all())
    return {
        "services": [
            _service(service, hours[service.pk], language, today=today)
            for service in services
            if service.pk in hours
        ],
        "others": [
            (service.pk, service.names[shown_in(service.names, language)])
            for service in services
            if service.pk not in hours
        ],
    }


def _service(
    service: Service, hours: ServiceHours, language: str, *, today: date
) -> dict[str, object]:
    planned = [(first, week) for first, week in hours.weeks if first > today]
    return {
        "pk": service.pk,
        "name": service.names[shown_in(service.names, language)],
        "usual": duration(service.duration_minutes, language),
        "week": week_rows(hours.week_on(today), language),
        "planned": [_planned(first, week, language) for first, week in planned],
        "days": [
            _planned(day, {day.isoweekday(): hours.days[day]}, language)
            for day in sorted(hours.days)
            if day >= today
        ],
    }


def _planned(first: date, week: Week, language: str) -> Fields:
    return {
        "code": first.isoformat(),
        "day": dates.long_day(first, language),
        "rows": week_rows(week, language),
    }


def week_rows(week: Week, language: str) -> list[Fields]:
    """Return a week as lines: the days, the hours without their break, the desks and shares."""
    return [_line(row, language) for row in rules.rows_of(week)]


def _line(row: Row, language: str) -> Fields:
    return {
        "days": _days(row.weekdays, language),
        "hours": _hours(row, language),
        "desks": row.desks,
        "staff": row.staff,
        "walk_ins": row.walk_ins,
        "minutes": duration(row.minutes, language) if row.minutes else "",
    }


def _days(weekdays: Sequence[int], language: str) -> str:
    names, say = dates.weekday_names(language), speaker(language, TOPIC)
    first, last = weekdays[0], weekdays[-1]
    if len(weekdays) > 2 and last - first == len(weekdays) - 1:
        return str(say("hours.days", first=names[first - 1], last=names[last - 1]))
    return ", ".join(names[weekday - 1] for weekday in weekdays)


def _hours(row: Row, language: str) -> str:
    cuts = [row.opens_at, row.closes_at]
    if row.break_from and row.break_till:
        cuts[1:1] = [row.break_from, row.break_till]
    ends = zip(cuts[::2], cuts[1::2], strict=True)
    return ", ".join(f"{_clock(start, language)}–{_clock(end, language)}" for start, end in ends)


def _clock(at: time, language: str) -> str:
    return dates.clock(at.hour, at.minute, language)


def lengths_of(lengths: Iterable[tuple[int, int]], language: str) -> list[Fields]:
    """Return which length times of made days have, and which they would have."""
    return [
        {"length": duration(becomes, language), "were": duration(was, language)}
        for was, becomes in lengths
    ]


def counts_of(difference: Difference) -> Mapping[str, int]:
    """Return how many times are new, changed and gone, and on how many days."""
    days = {row["local_day"] for row in difference.new}
    days |= {change.slot.local_day for change in difference.changes}
    days |= {slot.local_day for slot in difference.gone}
    return {
        "days": len(days),
        "new": len(difference.new) + sum(change.returns for change in difference.changes),
        "changed": sum(not change.returns for change in difference.changes),
        "gone": len(difference.gone),
        "shrinks": sum(change.shrinks for change in difference.changes),
    }
