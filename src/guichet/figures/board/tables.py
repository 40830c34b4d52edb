"""The board as a file: codes and numbers, a line for each row; of a few, only that they are few."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from guichet.figures.board.page import Row
from guichet.figures.board.rules import FEW, UNDER

COLUMNS = (
    "first", "last", "kind", "what", "shown", "count", "should_have_answered", "url", "changed_on",
    "weeks_before", "before", "weeks_since", "since", "trend",
)  # fmt: skip


def lines(rows: Mapping[str, Sequence[Row]], *, first: date, last: date) -> Iterator[list[object]]:
    """Yield the lines of the file, its head first."""
    yield [*COLUMNS]
    for kind, of_kind in rows.items():
        for row in of_kind:
            yield [first, last, kind, *_line(row)]


def _line(row: Row) -> list[object]:
    target, trend = row.target, row.trend
    views = "" if row.shown is None else _few(row.shown)
    cells: list[object] = [" | ".join(row.key), views, _few(row.count)]
    cells += [target.path or target.kind, target.url, target.changed_on or ""]
    if trend is None:
        return [*cells, "", "", "", "", ""]
    before, since = _few(trend.before), _few(trend.since)
    return [*cells, trend.weeks_before, before, trend.weeks_since, since, trend.verdict]


def _few(count: int) -> int | str:
    return UNDER if count < FEW else count
