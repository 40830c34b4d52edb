"""Dates of a machine-readable zone: two-digit years, and parts that nobody knows.

A birth lies in the past hundred years. A document expires at most `LONGEST_VALIDITY` years from
now, or else it expired in the hundred years before that.
"""

import re
from datetime import date

LONGEST_VALIDITY = 20
_OLDEST = 115  # nobody older asks; up to here a young child may be somebody very old
_DATE = re.compile(r"(\d\d)(\d\d|<<)(\d\d|<<)", re.ASCII)
_CENTURY = 100


def birth(digits: str, *, today: date) -> str:
    """Return a date of birth YYYY-MM-DD, shorter where day or month are unknown; "" for none.

    >>> birth("740812", today=date(2026, 11, 22)), birth("26<<<<", today=date(2026, 11, 22))
    ('1974-08-12', '2026')
    """
    century = today.year // _CENTURY * _CENTURY
    recent = _in_century(digits, century)
    if recent and recent <= today.isoformat()[: len(recent)]:
        return recent
    return _in_century(digits, century - _CENTURY)


def expiry(digits: str, *, today: date) -> str:
    """Return the day on which a document expires, YYYY-MM-DD; "" for none.

    >>> expiry("120415", today=date(2026, 11, 22)), expiry("991231", today=date(2026, 11, 22))
    ('2012-04-15', '1999-12-31')
    """
    century = today.year // _CENTURY * _CENTURY
    dates = [_in_century(digits, start) for start in (century + _CENTURY, century)]
    latest = today.year + LONGEST_VALIDITY
    fitting = [day for day in dates if day and int(day[:4]) <= latest]
    return fitting[0] if fitting else _in_century(digits, century - _CENTURY)


def may_be_a_century_older(born: str, *, today: date) -> bool:
    """Tell whether the two digits of a year of birth fit a child and somebody very old."""
    return bool(born) and today.year - int(born[:4]) + _CENTURY <= _OLDEST


def _in_century(digits: str, century: int) -> str:
    """Return the date in a century; "" where there is no such day.

    The twenty-ninth of February exists in one century and not in another.
    """
    parts = _DATE.fullmatch(digits)
    if parts is None:
        return ""
    year = century + int(parts[1])
    month, day = parts[2], parts[3]
    if month == "<<" and day != "<<":
        return ""
    try:
        first_day = date(year, 1 if month == "<<" else int(month), 1 if day == "<<" else int(day))
    except ValueError:
        return ""
    return first_day.isoformat()[: 4 if month == "<<" else 7 if day == "<<" else 10]
