"""The counts of a day: as they were written, or as the tables have them; and sums of figures."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Sum

from guichet.counter import counts
from guichet.figures.models import DayCounts, DayFigures
from guichet.figures.rules import AMOUNTS, SPREADS, Cell, Figures

# How many by place of each spread, of all days of a period together; the key is a column.
_SPREADS = " UNION ALL ".join(
    f"""
SELECT office_id, by, value, '{name}', place - 1, sum(people::int)::int
  FROM figures_dayfigures,
       jsonb_array_elements_text({name}) WITH ORDINALITY AS spread (people, place)
 WHERE office_id = ANY(%(offices)s) AND by = ANY(%(by)s) AND date BETWEEN %(first)s AND %(last)s
 GROUP BY office_id, by, value, place HAVING sum(people::int) > 0"""  # noqa: S608 - names of ours
    for name in SPREADS
)


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
        for office, part, value, name, place, people in cursor.fetchall():
            sums[office, part, value].spreads[name][place] = people
    return sums


def _amounts(row: Mapping[str, Any], before: str = "") -> Counter[str]:
    return Counter({name: row[before + name] for name in AMOUNTS})
