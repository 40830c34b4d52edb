"""Invented figures of days, for tests and for the demonstration: nobody hides behind them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from guichet.figures import actions
from guichet.figures.models import DayCounts, DayFigures
from guichet.figures.rules import Fact, Figures, tally

LANGUAGES = {"en": 40, "es": 30, "ht": 12, "zh-Hans": 8, "fr": 6, "ru": 3, "vi": 1}
_HOURS = range(9, 16)
_PLACES = 6  # of a service in an hour
_OUTCOMES = {"came": 80, "missed": 9, "cancelled": 9, "not_noted": 2}


def make_figures(
    office: str, services: list[str], *, first: date, days: int, now: datetime, seed: int = 1
) -> int:
    """Write invented figures of an office's weekdays from a day on; return of how many days.

    A day that is counted already is left alone.
    """
    counted = set(DayFigures.objects.filter(office=office).values_list("date", flat=True))
    weekdays = [day for day in map(first.__add__, map(timedelta, range(days))) if day.weekday() < 5]
    rows, counts = [], []
    for day in weekdays:
        if day in counted:
            continue
        cells = tally(_facts(services, Random(f"{seed} {office} {day}")))
        facts: dict[str, Any] = {"office_id": office, "date": day, "counted_at": now}
        rows += [actions.row(cell, figures, **facts) for cell, figures in cells.items()]
        counts.append(DayCounts(counts=_counts(cells[DayFigures.By.ALL, ""]), **facts))
    DayFigures.objects.bulk_create(rows)
    DayCounts.objects.bulk_create(counts, ignore_conflicts=True)
    return len(counts)


def _counts(figures: Figures) -> dict[str, int]:
    """Return the counts of a day, under the names of `counter.counts`, that its figures are of."""
    return {
        "booked": figures["booked"],
        "walk_ins": figures["walk_ins"],
        "cancelled": figures["cancelled"],
        "checked_in": figures["came"],
        "called": figures["served"],
        "finished": figures["served"],
        "finished_walk_ins": figures["walk_ins"] - figures["left"],
        "no_show": figures["missed"],
        "left": figures["left"],
        "lost": figures["not_noted"],
    }


def _facts(services: list[str], dice: Random) -> Iterator[Fact]:
    for service in services:
        for hour in _HOURS:
            yield "supply", service, None, hour, None, _PLACES
            for _place in range(dice.randint(_PLACES // 2, _PLACES)):
                yield from _client(service, hour, dice)
            for _walk_in in range(dice.randrange(3)):
                yield from _walk_in_of(service, hour, dice)
            yield "looks", service, None, None, None, 1
            ahead = dice.randint(6, 26)
            yield "leads" if ahead < 25 else "never_free", service, None, None, ahead, 1
        for language in LANGUAGES:
            yield "found_nothing", service, language, None, None, dice.randrange(4)


def _client(service: str, hour: int, dice: Random) -> Iterator[Fact]:
    where = (service, _one_of(LANGUAGES, dice), hour)
    outcome = _one_of(_OUTCOMES, dice)
    yield "booked", *where, None, 1
    yield outcome, *where, None, 1
    if outcome == "came":
        yield from _served(where, dice)


def _walk_in_of(service: str, hour: int, dice: Random) -> Iterator[Fact]:
    where = (service, _one_of(LANGUAGES, dice), hour)
    yield "walk_ins", *where, None, 1
    if dice.random() < 0.1:
        yield "left", *where, None, 1
    else:
        yield from _served(where, dice)


def _served(where: tuple[str, str, int], dice: Random) -> Iterator[Fact]:
    yield "served", *where, None, 1
    yield "waits", *where, int(dice.gammavariate(2, 4 + abs(where[2] - 12))), 1
    yield "servings", *where, 5 + int(dice.gammavariate(3, 5)), 1


def _one_of(weights: dict[str, int], dice: Random) -> str:
    return dice.choices([*weights], [*weights.values()])[0]
