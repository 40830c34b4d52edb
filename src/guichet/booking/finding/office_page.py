"""What the page of an office says: its hours, the days it is closed, and what people come for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guichet.booking.notice.gather import address_lines
from guichet.kernel.content.layers import shown_in
from guichet.kernel.content.texts import Text
from guichet.offices import queries, words
from guichet.offices.days import holidays
from guichet.offices.models import Closure, Office, OpeningHours, Service

SHOWN_AHEAD = timedelta(days=45)  # closed days that are worth knowing now
WEEKDAYS = range(1, 8)
MAP = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=16/{lat}/{lon}"


@dataclass(frozen=True, slots=True)
class Weekday:
    """From when till when an office is open on a weekday; Monday is 1, no stretch means closed."""

    number: int
    stretches: Sequence[tuple[time, time]]


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which an office receives nobody, and why where that is known.

    Where it is closed for hours, `hours` has both moments on its own clock.
    """

    first: date
    last: date
    reason: Text | None
    hours: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """Something people come for, in the reader's words."""

    code: str
    name: Text
    summary: Text | None
    minutes: int


@dataclass(frozen=True, slots=True)
class OfficePage:
    """An office as its page shows it."""

    office: Office
    name: Text
    address: tuple[str, ...]
    map_url: str
    at: datetime  # now, on its own clock
    week: Sequence[Weekday]
    closed: Sequence[ClosedDays]
    access: Sequence[Text]
    services: Sequence[ServiceCard]


def page_of(office: Office, *, language: str, now: datetime) -> OfficePage:
    """Return what the page of an office says; two reads beside the office itself."""
    rows = queries.opening_hours_of(office)
    week = week_of(rows)
    at = now.astimezone(ZoneInfo(office.time_zone))
    services = sorted(
        {row.service for row in rows}, key=lambda service: (service.position, service.code)
    )
    return OfficePage(
        office=office,
        name=name_in(office.names, language),
        address=address_lines(office, language=language),
        map_url=MAP.format(lat=office.latitude, lon=office.longitude),
        at=at,
        week=week,
        closed=list(_closed(office, week, today=at.date(), language=language)),
        access=words.how_to_get_in(office, language),
        services=[card_of(service, language) for service in services],
    )


def name_in(names: Mapping[str, str], language: str) -> Text:
    """Return a name in the language, or else in the agency's first."""
    code = shown_in(names, language)
    return Text(names[code], code)


def card_of(service: Service, language: str) -> ServiceCard:
    """Return a service in the reader's words."""
    return ServiceCard(
        code=service.code,
        name=name_in(service.names, language),
        summary=words.service_words(service.code, "summary", language),
        minutes=service.duration_minutes,
    )


def week_of(rows: Iterable[OpeningHours]) -> list[Weekday]:
    """Return when any desk of an office is open, weekday by weekday from Monday."""
    stretches: dict[int, list[tuple[time, time]]] = {number: [] for number in WEEKDAYS}
    for row in rows:
        stretches[row.weekday].append((row.opens_at, row.closes_at))
    return [Weekday(number, merged(times)) for number, times in stretches.items()]


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


def _closed(
    office: Office, week: Sequence[Weekday], *, today: date, language: str
) -> Iterator[ClosedDays]:
    last = today + SHOWN_AHEAD
    closures = queries.closures_of(office, first=today, last=last)
    zone = ZoneInfo(office.time_zone)
    days_closed = [_closure(closure, zone, language) for closure in closures]
    holidays_of_years = queries.closed_days_of(office, years=range(today.year, last.year + 1))
    days_closed += [
        _holiday(office, day, language)
        for day in holidays_of_years
        if today <= day <= last and week[day.weekday()].stretches
    ]
    yield from sorted(days_closed, key=lambda days: days.first)


def _closure(closure: Closure, zone: ZoneInfo, language: str) -> ClosedDays:
    reasons, ends_at = words.reasons_of(closure), closure.ends_at
    reason = name_in(reasons, language) if reasons else None
    starts_at = closure.starts_at
    hours = (
        (starts_at.astimezone(zone), ends_at.astimezone(zone)) if starts_at and ends_at else None
    )
    return ClosedDays(closure.starts_on, closure.ends_on, reason, hours)


def _holiday(office: Office, day: date, language: str) -> ClosedDays:
    key = holidays.holiday_key(day, office.holidays_country, office.holidays_subdivision)
    names = words.texts("holidays")
    return ClosedDays(day, day, names.get(key, language) if key and key in names else None)
