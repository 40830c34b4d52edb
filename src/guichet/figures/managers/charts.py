"""Charts as shapes in a space 360 units wide: where each part stands, and nothing of how it looks.

A template draws them as SVG; parts differ by pattern, so that they need no color. Numbers and names
come as texts, in the language of the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDTH = 360
_NUMBER = 46  # room for a number at the end of a bar
_ROW, _BAR, _NAME = 38, 14, 13  # of one row: all of it, its bar, and the line of its name
_LONGEST_NAME = 46  # signs in a line of names; the table has the whole of it
_PLOT, _ABOVE, _AXIS = 150, 12, 34  # of a chart over time: its height, and room above and before
_LABELS, _LABEL = 4, 72  # days named below a chart over time, at most, and how wide one is


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar; `kind` says with which pattern it is filled."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text; `anchor` is start, middle or end, as SVG has them."""

    text: str
    x: float
    y: float
    anchor: str = "start"
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `kind` is grid, limit or range."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(slots=True)
class Chart:
    """What is drawn, from the back to the front."""

    height: float = 0
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Row:
    """A bar with a name before it and a number behind it; its parts by kind, first to last."""

    name: str
    parts: Mapping[str, int]
    number: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far half of them reach, and nine in ten; with both in words."""

    name: str
    half: int
    nearly_all: int
    number: str


@dataclass(frozen=True, slots=True)
class Column:
    """A day, a week or a month: its parts from below, and what there was room for."""

    name: str
    parts: Mapping[str, int]
    limit: int


def bars(rows: Sequence[Row]) -> Chart:
    """Return bars that lie, one below the other, each as long as the sum of its parts."""
    chart = Chart(height=len(rows) * _ROW)
    scale = (WIDTH - _NUMBER) / max([1, *(sum(row.parts.values()) for row in rows)])
    for place, row in enumerate(rows):
        x, y = 0.0, place * _ROW + _NAME + 4
        chart.labels.append(_name(row.name, place))
        for kind, count in row.parts.items():
            if count:
                chart.parts.append(Part(kind, x, y, _round(count * scale), _BAR))
                x = _round(x + count * scale)
        chart.labels.append(Label(row.number, x + 5, y + _BAR - 3, is_number=True))
    return chart


def reaches(rows: Sequence[Reach]) -> Chart:
    """Return bars as long as half of them took, and a line on to what nine in ten took."""
    chart = Chart(height=len(rows) * _ROW)
    scale = (WIDTH - 2 * _NUMBER) / max([1, *(row.nearly_all for row in rows)])
    for place, row in enumerate(rows):
        y = place * _ROW + _NAME + 4
        half, end = _round(row.half * scale), _round(row.nearly_all * scale)
        middle = y + _BAR / 2
        chart.labels.append(_name(row.name, place))
        chart.parts.append(Part("half", 0, y, max(half, 1), _BAR))
        chart.lines += [
            Line("range", half, middle, end, middle),
            Line("range", end, y + 2, end, y + _BAR - 2),
        ]
        chart.labels.append(Label(row.number, end + 6, y + _BAR - 3, is_number=True))
    return chart


def columns(row: Sequence[Column], *, numbers: Mapping[int, str]) -> Chart:
    """Return columns side by side, their parts one on top of the other, below what there was.

    `numbers` are the texts of the grid, from `grid`.
    """
    chart = Chart(height=_ABOVE + _PLOT + 20)
    top = max([1, *numbers])
    base, scale = _ABOVE + _PLOT, _PLOT / top
    step = (WIDTH - _AXIS) / max(1, len(row))
    for value, text in numbers.items():
        y = _round(base - value * scale)
        chart.lines.append(Line("grid", _AXIS, y, WIDTH, y))
        chart.labels.append(Label(text, _AXIS - 5, y + 4, "end", is_number=True))
    every = -(-len(row) // _LABELS) or 1
    for place, column in enumerate(row):
        x, y = _round(_AXIS + place * step), float(base)
        inside = _round(step * 0.8)
        for kind, count in column.parts.items():
            if count:
                y = _round(y - count * scale)
                chart.parts.append(Part(kind, x, y, inside, _round(count * scale)))
        limit = _round(base - column.limit * scale)
        chart.lines.append(Line("limit", x, limit, _round(x + inside), limit))
        if place % every == 0 and x + _LABEL <= WIDTH:
            chart.labels.append(Label(column.name, x, base + 15))
    return chart


def grid(most: int) -> list[int]:
    """Return the values of a grid: round numbers from zero to what the highest column needs.

    >>> grid(47), grid(3), grid(0)
    ([0, 10, 20, 30, 40, 50], [0, 1, 2, 3], [0, 1])
    """
    step = next(
        factor * 10**power
        for power in range(9)
        for factor in (1, 2, 5)
        if factor * 10**power * 5 >= most
    )
    return [*range(0, max(most, 1) + step, step)][: -(-max(most, 1) // step) + 1]


def _name(name: str, place: int) -> Label:
    whole = len(name) <= _LONGEST_NAME
    return Label(name if whole else f"{name[: _LONGEST_NAME - 1]}…", 0, place * _ROW + _NAME - 1)


def _round(value: float) -> float:
    return round(value, 1)
