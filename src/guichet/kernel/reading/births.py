"""A date of birth as a document shows it: some show no day, or no month either.

Passports write XX there, and agencies record the first of the month or of the year. So the first
day that it can have been stands for it wherever one day is needed: whoever is known as born in
1980 and whoever was recorded as born on January 1, 1980 are found by either.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import days

Precision = Literal["", "month", "year"]  # the whole day; year and month; the year alone
_WRITTEN = re.compile(r"(\d{1,9})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?", re.ASCII | re.IGNORECASE)
_UNKNOWN = {"", "00", "XX"}


@dataclass(frozen=True, slots=True)
class Birth:
    """The first day that a birth can have been on, and how much of the date is known."""

    first: date
    precision: Precision = ""

    @property
    def last(self) -> date:
        """Return the last day that it can have been on."""
        if not self.precision:
            return self.first
        months = 12 if self.precision == "year" else 1
        year, month = divmod(self.first.year * 12 + self.first.month - 1 + months, 12)
        return date(year, month + 1, 1) - timedelta(days=1)

    def __str__(self) -> str:
        """Return as much of the ISO date as is known.

        >>> str(Birth(date(1980, 5, 1), "month")), str(Birth(date(1980, 1, 1), "year"))
        ('1980-05', '1980')
        """
        return self.first.isoformat()[: {"": 10, "month": 7, "year": 4}[self.precision]]


def read(text: str) -> Birth:
    """Return a date of birth written as YYYY-MM-DD, YYYY-MM or YYYY, or raise Obstacle.

    The codes are `malformed` and those of `days.of_parts`.

    >>> str(read("1980-05-17")), str(read("1980-XX-XX")), str(read("1980-05-00"))
    ('1980-05-17', '1980', '1980-05')
    """
    parts = _WRITTEN.fullmatch(text)
    if parts is None:
        raise Obstacle("malformed")
    return of_parts(parts[1], (parts[2] or "").upper(), (parts[3] or "").upper())


def of_parts(year: str, month: str, day: str) -> Birth:
    """Return a date of birth from three texts; what is unknown is empty, 00 or XX. Or Obstacle.

    A day without its month is `malformed`; the other codes are those of `days.of_parts`.
    """
    month = "" if month in _UNKNOWN else month
    day = "" if day in _UNKNOWN else day
    precision: Precision = "" if day else "month" if month else "year"
    if day and not month:
        raise Obstacle("malformed")
    return Birth(days.of_parts(year, month or "1", day or "1"), precision)
