"""Cells of a sheet as they stand in a file: nothing in them is a formula to a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

# What programs for tables begin to reckon with; the wide ones are typed in Japan.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
MARK = "'"


def guarded(text: str) -> str:
    """Return a cell that is text to a spreadsheet, whatever it begins with.

    >>> guarded("=1+1"), guarded("-73.75"), guarded("l'an"), guarded("'=1")
    ("'=1+1", "'-73.75", "l'an", "''=1")
    """
    return MARK + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return what a cell was before it was guarded; any other cell is as it stands.

    >>> unguarded("'=1+1"), unguarded("''=1"), unguarded("-73.75"), unguarded("'t Hof")
    ('=1+1', "'=1", '-73.75', "'t Hof")
    """
    return cell[1:] if cell.startswith(MARK) and _FORMULA.match(cell) else cell


def as_csv(rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> Iterator[str]:
    """Yield the lines of a file."""
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=delimiter).writerow([guarded(cell) for cell in row])
        yield line.getvalue()
