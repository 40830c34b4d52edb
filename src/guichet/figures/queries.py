"""The counts of a day: as they were written, or as the tables have them; and sums of figures."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from itertools import zip_longest
from typing import Any

from django.db import connection
from django.db.models import Sum

from guichet.counter import counts
from guichet.figures.models import DayCounts, DayFigures
from guichet.figures.rules import AMOUNTS, SPREADS, Cell, Figures

# The spreads of all days of a period, one after the other: the database adds up numbers that lie in
# rows, and takes ten times as long for those of lists.
_SPREADS = f"""
SELECT office_id, by, value, {", ".join(f"string_agg({name}::text, ',')" for name in SPREADS)}
  FROM figures_dayfigures
 WHERE office_id = ANY(%(offices)s) AND by = ANY(%(by)s) AND date BETWEEN %(first)s AND %(last)s
 GROUP BY office_id, by, value"""  # noqa: S608 - names of ours


def counts_of(office: str, day: date) -> Mapping[str, int]:
    """Return the counts of a day under the names of `counter.counts`, in its order.

    A day that is written is not counted again: its tickets may be forgotten by now.
    """
    row = DayCounts.objects.filter(office=office, date=day).first()
    current = counts.of_day(office, day)
    return {name: row.counts.get(name, 0) for name in current} if row else current


def figures_of(office: str, *, first: date, last: date) -> dict[Cell, Figures]:
    """Return the figures of a period at an office, by what and its value, by two statements."""
    sums = _sums([office], [*DayFigures.By.values], first=first, last=last)
    return {(by, value): figures for (_, by, value), figures in sums.items()}


def figures_by_office(offices: Collection[str], *, first: date, last: date) -> dict[str, Figures]:
    """Return the figures of a period of each of some offices, by two statements."""
    sums = _sums(offices, [DayFigures.By.ALL], first=first, last=last)
    return {office: figures for (office, _, _), figures in sums.items()}


def figures_by_day(office: str, *, first: date, last: date) -> dict[date, Figures]:
    """Return the amounts of each day of a period that is counted; no spreads."""
    rows = DayFigures.objects.filter(office=office, by="all", date__range=(first, last))
    return {
        row["date"]: Figures(_amounts(row))
        for row in rows.order_by("date").values("date", *AMOUNTS)
    }


def _sums(
    offices: Collection[str], by: Collection[str], *, first: date, last: date
) -> dict[tuple[str, str, str], Figures]:
    """Return figures of a period by office, by what and its value."""
    rows = DayFigures.objects.filter(
        office__in=offices, by__in=by, date__range=(first, last)
    ).order_by()
    totals = rows.values("office", "by", "value").annotate(
        **{f"sum_{name}": Sum(name) for name in AMOUNTS}
    )
    sums = {
        (row["office"], row["by"], row["value"]): Figures(_amounts(row, "sum_")) for row in totals
    }
    period: dict[str, Any] = {"offices": [*offices], "by": [*by], "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(_SPREADS, period)
        for office, part, value, *texts in cursor.fetchall():
            figures = sums[office, part, value]
            figures.spreads = dict(zip(SPREADS, map(_added_up, texts), strict=True))
    return sums


def _added_up(lists: str) -> Counter[int]:
    """Return how many stand at each place of lists together, written one after the other."""
    places = zip_longest(*json.loads(f"[{lists}]"), fillvalue=0)
    return +Counter(dict(enumerate(map(sum, places))))


def _amounts(row: Mapping[str, Any], before: str = "") -> Counter[str]:
    return Counter({name: row[before + name] for name in AMOUNTS})
