"""How much of the officers' list each choice would show.

Nothing here counts all that waits: the database keeps count by kind and holder. What is narrower
is counted under the filter, up to `COUNTED`.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Sum

from guichet.applications.models import OfficerTask, WaitingTally
from guichet.casework.worklist import filters
from guichet.casework.worklist.filters import FREE, MINE, NOBODY, TEAM, YES, ListFilter

COUNTED = 10_000  # more than so many tasks of a narrower choice are "more than"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTally:
    """How many tasks of a kind wait for one holder."""

    kind: str
    officer: int | None
    team: int | None
    count: int
    is_late: bool = False
    is_barred: bool = False  # to the officer who counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """How many tasks wait, by kind and holder, as an officer counts them."""

    rows: Sequence[TaskTally]
    officer: int
    barred: Mapping[str, int]  # nobody's tasks, by kind, that are none for this officer
    is_whole: bool = True  # else counting stopped on the way, and there are more of each

    def count(self, *, kind: str = "", whose: str = "") -> int:
        """Return how many of a kind wait for a holder; without a name, of all."""
        total = sum(
            row.count
            for row in self.rows
            if kind in ("", row.kind) and _belongs(row, whose, officer=self.officer)
        )
        if whose == FREE:
            total -= self.barred.get(kind, 0) if kind else sum(self.barred.values())
        return total


def _belongs(row: TaskTally, whose: str, *, officer: int) -> bool:
    if whose == MINE:
        return row.officer == officer
    if whose in (FREE, NOBODY):
        return row.officer is None and row.team is None
    name, _, key = whose.partition("-")
    if name == TEAM:
        return row.team == int(key) and row.officer is None
    return not whose or row.officer == int(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much each choice of the list would show.

    `tallies` are under everything that is chosen but kind and holder; `everything` lets in what is
    not late as well.
    """

    tallies: Tallies
    everything: Tallies
    late: int
    total: int


def counts(selection: ListFilter, *, officer: int, now: datetime) -> Counts:
    """Return the counts of the list that is chosen, in two statements."""
    base = replace(selection, kind="", whose="", late="", sort="", page="")
    sample = base if not base.is_plain else ListFilter(late=selection.late)
    late, total, barred, rows = _narrow(selection, sample, officer=officer, now=now)
    if base.is_plain:
        everything = Tallies(rows=tallies(), officer=officer, barred=barred)
    else:
        everything = _sample_tallies(rows, officer)
    if selection.is_plain:
        total = everything.count(kind=selection.kind, whose=selection.whose)
        return Counts(tallies=everything, everything=everything, late=late, total=total)
    late_tallies = _sample_tallies(rows, officer, is_late=True)
    return Counts(
        tallies=late_tallies if selection.late else everything,
        everything=everything,
        late=late_tallies.count(kind=selection.kind, whose=selection.whose),
        total=total,
    )


def _sample_tallies(rows: Sequence[TaskTally], officer: int, *, is_late: bool = False) -> Tallies:
    """Return the tallies of what was read, or of what of it is late."""
    barred: Counter[str] = Counter()
    for row in rows:
        if row.is_barred and row.officer is None and row.team is None and row.is_late >= is_late:
            barred[row.kind] += row.count
    return Tallies(
        rows=[row for row in rows if row.is_late >= is_late],
        officer=officer,
        barred=barred,
        is_whole=sum(row.count for row in rows) <= COUNTED,
    )


def tallies() -> list[TaskTally]:
    """Return how many tasks wait, by kind and holder: the sum of what came and went."""
    sums = WaitingTally.objects.values_list("kind", "officer_id", "team_id")
    return [
        TaskTally(kind=kind, officer=officer, team=team, count=count)
        for kind, officer, team, count in sums.annotate(Sum("change")).order_by()
        if count
    ]


_WAITING = OfficerTask.objects.filter(done_at=None).order_by()
_COUNT = "(SELECT count(*) FROM ({}) AS counted_tasks)"
_BARRED = """
SELECT coalesce(json_object_agg(kind, count), '{}') FROM (
  SELECT kind, count(*) FROM applications_officertask
   WHERE done_at IS NULL AND officer_id IS NULL AND team_id IS NULL
     AND barred <> '[]' AND barred @> to_jsonb(%s::integer) GROUP BY kind) AS barred_tasks
"""
_SAMPLE = """
SELECT coalesce(json_agg(json_build_array(
         kind, officer_id, team_id, count, is_late, is_barred)), '[]')
  FROM (SELECT kind, officer_id, team_id, count(*) AS count, due_at <= %s AS is_late,
               barred @> to_jsonb(%s::integer) AS is_barred
          FROM ({}) AS narrow_tasks GROUP BY kind, officer_id, team_id, is_late, is_barred) AS tally
"""
_SAMPLED = ("kind", "officer_id", "team_id", "due_at", "barred")


def barred_tasks(officer: int) -> dict[str, int]:
    """Return how many of nobody's tasks are none for an officer, by kind."""
    with connection.cursor() as cursor:
        cursor.execute(_BARRED, [officer])
        return dict(_read(cursor.fetchone()[0]))


def _narrow(
    selection: ListFilter, sample: ListFilter, *, officer: int, now: datetime
) -> tuple[int, int, dict[str, int], list[TaskTally]]:
    """Return how many are late, how many are asked for, what is barred, and the sample by holder.

    All of them stop after `COUNTED`.
    """
    late = ListFilter(kind=selection.kind, whose=selection.whose, late=YES)
    is_plain = selection.is_plain
    parts: list[tuple[str, tuple[Any, ...]]] = [
        _counted(late if is_plain else None, officer=officer, now=now),
        _counted(None if is_plain else selection, officer=officer, now=now),
        (f"({_BARRED})", (officer,)),
        ("'[]'", ()) if is_plain else _sampled(sample, officer=officer, now=now),
    ]
    sql = f"SELECT {', '.join(text for text, _ in parts)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _, values in parts for value in values])
        late_count, total, barred, rows = cursor.fetchone()
    return late_count, total, dict(_read(barred)), [_tally(row) for row in _read(rows)]


def _counted(
    selection: ListFilter | None, *, officer: int, now: datetime
) -> tuple[str, tuple[Any, ...]]:
    if selection is None:
        return "0", ()
    sql, values = _first(selection, ("pk",), officer=officer, now=now)
    return _COUNT.format(sql), values


def _sampled(selection: ListFilter, *, officer: int, now: datetime) -> tuple[str, tuple[Any, ...]]:
    sql, values = _first(selection, _SAMPLED, officer=officer, now=now)
    return f"({_SAMPLE.format(sql)})", (now, officer, *values)


def _first(
    selection: ListFilter, columns: Collection[str], *, officer: int, now: datetime
) -> tuple[str, tuple[Any, ...]]:
    tasks = _WAITING.filter(filters.condition(selection, officer=officer, now=now))
    sql, values = tasks.values(*columns)[: COUNTED + 1].query.sql_with_params()
    return sql, tuple(values)


def _tally(row: Sequence[object]) -> TaskTally:
    kind, officer, team, count, is_late, is_barred = row
    assert isinstance(count, int)
    return TaskTally(
        kind=str(kind),
        officer=officer if isinstance(officer, int) else None,
        team=team if isinstance(team, int) else None,
        count=count,
        is_late=bool(is_late),
        is_barred=bool(is_barred),
    )


def _read(value: object) -> Any:
    """Return what the database said in JSON, whether its driver has read it or not."""
    return json.loads(value) if isinstance(value, str | bytes) else value
