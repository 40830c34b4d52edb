"""Tables as files of values with commas between, which no spreadsheet takes for orders."""

import csv
from collections.abc import Iterable
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would carry out


def line(values: Iterable[object]) -> str:
    """Return one line, with its end.

    >>> line(["MIA", 12, "=1+1"])
    "MIA,12,'=1+1\\r\\n"
    """
    text = StringIO()
    csv.writer(text).writerow([safe(value) for value in values])
    return text.getvalue()


def text(lines: Iterable[Iterable[object]]) -> str:
    """Return a whole file."""
    return "".join(map(line, lines))


def safe(value: object) -> object:
    """Return a value that is only read; a number stays one, also below zero."""
    is_order = isinstance(value, str) and value.startswith(FORMULA)
    return f"'{value}" if is_order else value
