"""Figures as a file: codes and numbers, one line for all and one for each value."""

from collections.abc import Iterator, Mapping
from datetime import date

from guichet.figures import rules
from guichet.figures.rules import AMOUNTS, SPREADS, Cell, Figures

FEW = "fewer_than_5_each"  # the value of a line of few people put together; decision 0160
_SPREADS = [(spread, percent) for spread in SPREADS for percent in (rules.HALF, rules.NEARLY_ALL)]
_UNITS = {"waits": "wait_minutes", "servings": "service_minutes", "leads": "lead_days"}
_PERCENTILES = tuple(f"{_UNITS[spread]}_{percent}" for spread, percent in _SPREADS)
COLUMNS = ("office", "first", "last", "by", "value", *AMOUNTS, *_PERCENTILES)


def lines(
    office: str, cells: Mapping[Cell, Figures], *, first: date, last: date
) -> Iterator[list[object]]:
    """Yield the lines of the file, its head first. Nobody is found by a line of few people."""
    yield [*COLUMNS]
    yield _line(office, first, last, "all", "", cells.get(("all", ""), Figures()))
    for by in ("service", "language", "hour"):
        rows = {value: figures for (part, value), figures in cells.items() if part == by}
        for value, figures in sorted(rules.merged(rows).items()):
            yield _line(office, first, last, by, value or FEW, figures)


def _line(
    office: str, first: date, last: date, by: str, value: str, figures: Figures
) -> list[object]:
    amounts = [figures[name] for name in AMOUNTS]
    percentiles = [
        rules.percentile(figures.spreads[spread], percent) for spread, percent in _SPREADS
    ]
    texts = ["" if place is None else place for place in percentiles]
    return [office, first, last, by, value, *amounts, *texts]
