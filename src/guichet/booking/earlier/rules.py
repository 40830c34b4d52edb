"""Judgement about the earlier-time list: which days an entry stands for, how soon it must know."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guichet.kernel.obstacles import Obstacle

AHEAD = timedelta(days=60)  # for which somebody without an appointment waits at most
LEADS = (3, 24, 48, 168)  # hours in which people can make ready and travel; none is shorter
FROM, UNTIL = time(8), time(21)  # of the office: then people are written to; so does `entry_for`
TO_ANSWER = timedelta(minutes=30)  # with less time left, nobody is offered anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What could still be offered to somebody: `last_of` has the last time of each such day."""

    last_of: Mapping[date, datetime]
    told_at: datetime  # when they could be told at the earliest

    def days(self, lead_hours: int) -> list[date]:
        """Return the days of which somebody could know so many hours before."""
        first = self.told_at + TO_ANSWER + timedelta(hours=lead_hours)
        return [day for day, last in self.last_of.items() if last >= first]

    @property
    def weekdays(self) -> list[int]:
        """Return the days of the week that could be; 1 is Monday."""
        return sorted({day.isoweekday() for day in self.days(LEADS[0])})

    @property
    def leads(self) -> list[int]:
        """Return the hours before that somebody could ask for."""
        return [hours for hours in LEADS if self.days(hours)]


def told_at(now: datetime, *, zone: ZoneInfo) -> datetime:
    """Return when somebody could be told of a time that is free now, on the office's clock.

    >>> told_at(datetime(2026, 12, 1, 22, tzinfo=ZoneInfo("UTC")), zone=ZoneInfo("UTC")).isoformat()
    '2026-12-02T08:00:00+00:00'
    """
    here = now.astimezone(zone)
    if here.time() < FROM:
        return datetime.combine(here.date(), FROM, tzinfo=zone)
    if here.time() >= UNTIL:
        return datetime.combine(here.date() + timedelta(days=1), FROM, tzinfo=zone)
    return here


def may_get_earlier(own_at: datetime, *, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether somebody could be offered anything before an appointment of their own.

    Nobody is on the day of it: they may be on their way.
    """
    message_at = told_at(now, zone=zone)
    first = message_at + TO_ANSWER + timedelta(hours=LEADS[0])
    return first < own_at and message_at.date() < own_at.astimezone(zone).date()


def check_wish(
    chances: Chances, *, weekdays: Collection[str], lead_hours: int, last_on: date | None
) -> None:
    """Raise Obstacle, with the field to change, where nothing that is wished could be offered."""
    if not chances.days(LEADS[0]):
        raise Obstacle("no_earlier_time")
    if _wished(chances.days(lead_hours), weekdays, last_on):
        return
    if last_on and not _wished(chances.days(lead_hours), "1234567", last_on):
        if not _wished(chances.days(LEADS[0]), "1234567", last_on):
            raise Obstacle("no_time_by_then", field="last_on")
    elif not _wished(chances.days(LEADS[0]), weekdays, last_on):
        raise Obstacle("no_time_on_weekdays", field="weekdays")
    raise Obstacle("no_time_so_early", field="lead")


def _wished(days: Collection[date], weekdays: Collection[str], last_on: date | None) -> bool:
    return any(
        str(day.isoweekday()) in weekdays and (last_on is None or day <= last_on) for day in days
    )


def last_day(wished: date | None, *, today: date, own: date | None) -> date:
    """Return the last day for which an entry waits: no later than one's own appointment."""
    latest = own or today + AHEAD
    return min(wished, latest) if wished else latest


def wished_days(*, first: date, last: date, weekdays: str) -> list[date]:
    """Return the days from `first` to `last` that are among the wished weekdays.

    >>> days = wished_days(first=date(2026, 11, 27), last=date(2026, 12, 1), weekdays="15")
    >>> [day.isoformat() for day in days]
    ['2026-11-27', '2026-11-30']
    """
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if str(day.isoweekday()) in weekdays]
