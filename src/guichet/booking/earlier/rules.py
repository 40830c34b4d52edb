"""Judgement about the earlier-time list: which days an entry stands for, how soon it must know."""

from datetime import date, timedelta

AHEAD = timedelta(days=60)  # for which somebody without an appointment waits at most
LEADS = (3, 24, 48, 168)  # hours in which people can make ready and travel; none is shorter


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
