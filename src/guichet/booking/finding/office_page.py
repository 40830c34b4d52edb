"""What the page of an office says: its hours, what differs soon, and what people come for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.booking.finding import lengths, open_days
from guichet.booking.finding.open_days import DayApart, NewWeek, Weekday
from guichet.booking.notice.gather import address_lines
from guichet.kernel.content.layers import shown_in
from guichet.kernel.content.texts import Text
from guichet.offices import queries, words
from guichet.offices.days import holidays
from guichet.offices.days.hours import Hours, days_apart
from guichet.offices.models import Closure, Office, Service

SHOWN_AHEAD = timedelta(days=45)  # what differs by then is worth knowing now
MAP = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=16/{lat}/{lon}"


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which an office receives nobody, and why where that is known.

    Where it is closed for hours, `hours` has both moments on its own clock.
    """

    first: date
    last: date
    reason: Text | None
    hours: tuple[datetime, datetime] | None = None

    def is_of(self, at: datetime) -> bool:
        """Tell whether it is of the day of a moment on the office's clock, and not over by then."""
        if self.hours:
            return self.hours[0].date() <= at.date() and at < self.hours[1]
        return self.first <= at.date() <= self.last

    def hours_on(self, at: datetime) -> list[bool]:
        """Tell of the beginning and the end of its hours whether it is on the day of a moment."""
        return [hour.date() == at.date() for hour in self.hours or ()]


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
    apart: Sequence[DayApart]
    new_weeks: Sequence[NewWeek]
    closed: Sequence[ClosedDays]
    closed_today: Sequence[ClosedDays]  # though it would be open on this weekday
    opens_at: datetime | None  # when it is open next today; None: not any more
    access: Sequence[Text]
    services: Sequence[ServiceCard]


def page_of(office: Office, *, language: str, now: datetime) -> OfficePage:
    """Return what the page of an office says; a few reads, however much is planned."""
    rows = queries.opening_hours_of(office)
    hours = queries.hours_of(office, rows=rows)
    at = now.astimezone(ZoneInfo(office.time_zone))
    today, last = at.date(), at.date() + SHOWN_AHEAD
    closed = list(_closed(office, hours, today=today, language=language))
    whole = [days for days in closed if days.hours is None]
    services = sorted(
        {row.service for row in rows}, key=lambda service: (service.position, service.code)
    )
    minutes = lengths.minutes_at(office.pk, now=now)
    return OfficePage(
        office=office,
        name=name_in(office.names, language),
        address=address_lines(office, language=language),
        map_url=MAP.format(lat=office.latitude, lon=office.longitude),
        at=at,
        week=open_days.week_at(hours, today),
        apart=[
            day
            for day in open_days.apart(hours, first=today, last=last)
            if not any(days.first <= day.day <= days.last for days in whole)
        ],
        new_weeks=list(open_days.to_come(hours, first=today, last=last)),
        closed=closed,
        closed_today=[days for days in closed if days.is_of(at)],
        opens_at=_opens_at(hours, [days for days in closed if days.is_of(at)], at=at),
        access=words.how_to_get_in(office, language),
        services=[card_of(service, language, minutes.get(service.pk)) for service in services],
    )


def name_in(names: Mapping[str, str], language: str) -> Text:
    """Return a name in the language, or else in the agency's first."""
    code = shown_in(names, language)
    return Text(names[code], code)


def card_of(service: Service, language: str, minutes: int | None = None) -> ServiceCard:
    """Return a service in the reader's words; the times one can book may have minutes apart."""
    return ServiceCard(
        code=service.code,
        name=name_in(service.names, language),
        summary=words.service_words(service.code, "summary", language),
        minutes=minutes or service.duration_minutes,
    )


def _opens_at(hours: Hours, closed: Sequence[ClosedDays], *, at: datetime) -> datetime | None:
    if not all(days.hours for days in closed):
        return None
    stretches = open_days.stretches_on(hours, at.date())
    return open_days.next_opening(stretches, [days.hours for days in closed if days.hours], at=at)


def _closed(office: Office, hours: Hours, *, today: date, language: str) -> Iterator[ClosedDays]:
    last = today + SHOWN_AHEAD
    closures = queries.closures_of(office, first=today, last=last)
    zone = ZoneInfo(office.time_zone)
    days_closed = [_closure(closure, zone, language) for closure in closures]
    holidays_of_years = queries.closed_days_of(office, years=range(today.year, last.year + 1))
    worked = days_apart(hours)  # a holiday that has hours of its own
    days_closed += [
        _holiday(office, day, language)
        for day in holidays_of_years
        if today <= day <= last and day not in worked and open_days.stretches_on(hours, day)
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
