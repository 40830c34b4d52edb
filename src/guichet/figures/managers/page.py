"""What the page of an office's figures shows: charts, and beside each the table of its numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from guichet.figures import rules
from guichet.figures.managers import charts
from guichet.figures.managers.charts import Chart, Column, Reach, Row
from guichet.figures.rules import LAST, OUTCOMES, Cell, Figures
from guichet.kernel.content.layers import shown_in
from guichet.web.formats import dates
from guichet.web.languages import ALL
from guichet.web.words import speaker

TOPIC = "figures"
# The columns of each table; a language has no places and an hour nobody who found nothing.
_PEOPLE = ("booked", *OUTCOMES, "walk_ins", "served")
MEASURES = {
    "office": ("supply", *_PEOPLE, "found_nothing"),
    "day": ("supply", *_PEOPLE, "found_nothing"),
    "service": ("supply", *_PEOPLE, "found_nothing"),
    "language": (*_PEOPLE, "found_nothing"),
    "hour": ("supply", *_PEOPLE),
}
# What the page says of all, on top.
TOTALS = (
    *("supply", "withdrawn", "booked", *OUTCOMES),
    *("walk_ins", "served", "left", "turned_away", "found_nothing"),
)
DIMENSIONS = ("service", "language", "hour")

type Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A chart and the rows of the table beside it, which say the same."""

    key: str
    chart: Chart
    rows: Sequence[tuple[str, Figures]]


class Writer:
    """Says numbers, days and codes in the language of a page."""

    def __init__(self, language: str, services: Names) -> None:
        self.language, self.services = language, services
        self.say = speaker(language, TOPIC)
        self.number: Callable[[int], str] = partial(dates.number, language=language)

    def kinds(self) -> list[tuple[str, object]]:
        """Return what each part of a bar means."""
        return [(name, self.say(f"measure.{name}")) for name in OUTCOMES]

    def value(self, by: str, value: str) -> str:
        """Return the name of a service, a language or an hour; "" is the few put together."""
        if not value:
            return str(self.say("table.few"))
        if by == "service":
            names = self.services.get(value)
            return named(names, self.language) if names else value
        if by == "language":
            return ALL[value].endonym if value in ALL else value
        return dates.clock(int(value), 0, self.language)

    def column(self, start: date, step: int) -> str:
        """Return what a column of a chart over time is called: a day, or a month."""
        if step:
            return dates.short_day(start, self.language)
        return dates.month_name(start.year, start.month, self.language)

    def place(self, spread: str, place: int | None) -> str:
        """Return a place of a spread as a number; what is beyond the last one is told as that."""
        if place is None:
            return "–"
        text = self.number(place)
        return text if place < LAST[spread] else str(self.say("table.beyond", number=text))


def named(names: Mapping[str, str], language: str) -> str:
    """Return the name of an office or a service in a language, or else in the agency's first."""
    return names[shown_in(names, language)]


def office_context(
    cells: Mapping[Cell, Figures], write: Writer, *, exactly: bool
) -> dict[str, object]:
    """Return what the page of an office shows of all, by service, language and hour.

    `exactly`: the reader works with these people anyway; for others, rows of few are one.
    """
    parts = {by: _parts_of(by, _rows_of(by, cells, exactly), write) for by in DIMENSIONS}
    whole = cells.get(("all", ""), Figures())
    return {
        "write": write,
        "whole": whole,
        "parts": parts,
        "lead": _lead(cells, write),
        "exactly": exactly,
        "measures": MEASURES,
        "totals": TOTALS,
    }


def _rows_of(by: str, cells: Mapping[Cell, Figures], exactly: bool) -> dict[str, Figures]:
    rows = {value: figures for (part, value), figures in cells.items() if part == by}
    return rows if exactly else rules.merged(rows)


def _parts_of(by: str, rows: Mapping[str, Figures], write: Writer) -> dict[str, Part]:
    def order(value: str) -> tuple[bool, int, str]:
        place = rules.by_opening(value) if by == "hour" and value else -rows[value].people
        return not value, place, value

    lines = [(write.value(by, value), rows[value]) for value in sorted(rows, key=order)]
    return {"people": _people(by, lines, write), "times": _times(by, lines, write)}


def _people(by: str, lines: Sequence[tuple[str, Figures]], write: Writer) -> Part:
    bars = [Row(name, outcomes_of(row), write.number(row["booked"])) for name, row in lines]
    return Part(f"{by}-people", charts.bars(bars), lines)


def _times(by: str, lines: Sequence[tuple[str, Figures]], write: Writer) -> Part:
    timed = [(name, row) for name, row in lines if row.half("waits") is not None]
    return Part(f"{by}-times", _reaches(timed, "waits", write), timed)


def _lead(cells: Mapping[Cell, Figures], write: Writer) -> Part:
    rows = [
        (write.value(by, value), figures)
        for (by, value), figures in sorted(cells.items())
        if by == "service" and figures["looks"]
    ]
    free = [(name, row) for name, row in rows if row.half("leads") is not None]
    return Part("lead", _reaches(free, "leads", write), rows)


def _reaches(lines: Iterable[tuple[str, Figures]], spread: str, write: Writer) -> Chart:
    return charts.reaches(
        [
            Reach(
                name=name,
                half=row.half(spread) or 0,
                nearly_all=row.nearly_all(spread) or 0,
                number=" · ".join(
                    write.place(spread, place)
                    for place in (row.half(spread), row.nearly_all(spread))
                ),
            )
            for name, row in lines
        ]
    )


def days_context(
    by_day: Mapping[date, Figures], write: Writer, *, first: date, last: date
) -> dict[str, object]:
    """Return the days of a period, or its weeks or months, with the places that there were."""
    step = rules.step_of(first, last)
    sums = rules.columns(by_day, first=first, last=last)
    lines = [(write.column(start, step), row) for start, row in sums.items()]
    most = max([0, *(max(row["booked"], row["supply"]) for row in sums.values())])
    numbers = {value: write.number(value) for value in charts.grid(most)}
    columns = [Column(name, outcomes_of(row), row["supply"]) for name, row in lines]
    part = Part("days", charts.columns(columns, numbers=numbers), lines)
    return {"days": part, "step": step, "counted_to": max(by_day, default=None)}


def outcomes_of(row: Figures) -> dict[str, int]:
    """Return what became of those who had booked, in the order of a bar's parts."""
    return {name: row[name] for name in OUTCOMES}


def offices_context(rows: Mapping[str, Figures], names: Names, language: str) -> dict[str, object]:
    """Return the figures of offices side by side, those with most people first."""
    write = Writer(language, {})
    ranked = sorted(names, key=lambda code: (code not in rows, -_people_of(rows, code), code))
    offices = [(code, named(names[code], language), rows.get(code)) for code in ranked]
    lines = [(name, row) for _, name, row in offices if row]
    return {
        "write": write,
        "offices": offices,
        "measures": MEASURES,
        "part": _people("office", lines, write),
    }


def _people_of(rows: Mapping[str, Figures], code: str) -> int:
    return rows[code].people if code in rows else 0
