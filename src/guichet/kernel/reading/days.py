"""A day in three texts; where there is none, which of the three is to be looked at; whose clock."""

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from guichet.kernel.obstacles import Obstacle

_ISO = re.compile(r"(\d{1,9})-(\d\d)-(\d\d)", re.ASCII)
_YEAR, _SHORT = re.compile(r"\d{4}", re.ASCII), re.compile(r"\d{1,2}", re.ASCII)
_MONTHS = 12


def read(text: str) -> date:
    """Return a day written YYYY-MM-DD, or raise Obstacle: a code of `of_parts`, or `malformed`.

    >>> read("2026-11-23").isoformat()
    '2026-11-23'
    """
    parts = _ISO.fullmatch(text)
    if parts is None:
        raise Obstacle("malformed")
    return of_parts(*parts.groups())


def of_parts(year: str, month: str, day: str) -> date:
    """Return the day that a year, a month and a day as texts of digits name, or raise Obstacle.

    `year_four_digits`, `no_such_month` and `no_such_day` say which one to look at, in this order.

    >>> of_parts("2026", "2", "03").isoformat()
    '2026-02-03'
    """
    if not _YEAR.fullmatch(year) or not int(year):
        raise Obstacle("year_four_digits")
    if not _SHORT.fullmatch(month) or not 1 <= int(month) <= _MONTHS:
        raise Obstacle("no_such_month")
    try:
        return date(int(year), int(month), int(day) if _SHORT.fullmatch(day) else 0)
    except ValueError:
        raise Obstacle("no_such_day") from None


_LATEST = timezone(timedelta(hours=14))
_zone = ZoneInfo("UTC")


def work_in(zone: ZoneInfo) -> None:
    """Say once, at the start, by which clock the authority works."""
    global _zone
    _zone = zone


def authority_zone() -> ZoneInfo:
    """Return the clock of the authority: days of the law, of officers, of staff go by it."""
    return _zone


def latest_day(now: datetime) -> date:
    """Return the day it is where on Earth it is latest: nobody has been born after it.

    >>> from datetime import UTC, datetime
    >>> latest_day(datetime(2026, 11, 23, 11, tzinfo=UTC)).isoformat()
    '2026-11-24'
    """
    return now.astimezone(_LATEST).date()


def authority_day(at: date) -> date:
    """Return the day a moment falls on by the authority's clock; a day is what it is.

    >>> from datetime import UTC, datetime
    >>> authority_day(datetime(2026, 11, 23, 12, tzinfo=UTC)), authority_day(date(2026, 11, 23))
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 23))
    """
    return at.astimezone(_zone).date() if isinstance(at, datetime) else at
