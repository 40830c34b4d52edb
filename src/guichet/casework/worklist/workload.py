"""How much each officer and each team has, and how much of it is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from guichet.applications.models import OfficerTask
from guichet.casework import words
from guichet.casework.worklist import counting, queries
from guichet.casework.worklist.counting import Tallies
from guichet.casework.worklist.filters import FREE, KINDS, NOBODY, OFFICER, TEAM, YES, ListFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What one holder has: by kind in the order of `KINDS`, together, and late."""

    name: str
    query: str
    by_kind: tuple[tuple[int, str], ...]
    total: int
    late: int
    late_query: str


def context(officer: int, language: str, *, now: datetime) -> dict[str, object]:
    """Return the table: officers, teams, what nobody has, and the sum, which is all that waits."""
    choices, say = queries.choices(officer), words.says(language)
    barred = counting.barred_tasks(officer)
    tallies = Tallies(rows=counting.tallies(), officer=officer, barred=barred)
    kinds = [kind for kind in KINDS if tallies.count(kind=kind)]
    late = _late(now=now)
    holders = [
        *((f"{OFFICER}-{key}", name) for key, name in _holders(tallies, choices.people)),
        *((f"{TEAM}-{key}", str(say("list.team", name=name))) for key, name in choices.teams),
        (NOBODY, str(say("list.nobody"))),
        ("", str(say("list.all"))),
    ]
    return {
        "kinds": [say(f"kind.{kind}") for kind in kinds],
        "rows": [_row(name, whose, kinds, tallies, late) for whose, name in holders],
        "free": tallies.count(whose=FREE),
        "barred": sum(barred.values()),
        "free_query": ListFilter(whose=FREE).query(),
    }


def _holders(tallies: Tallies, people: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return who can be given a task, and whoever holds one besides: an account that was closed."""
    names = dict(people)
    others = {row.officer for row in tallies.rows if row.officer} - names.keys()
    return [*names.items(), *((key, name) for key, name in queries.names_of(others))]


def _row(
    name: str, whose: str, kinds: list[str], tallies: Tallies, late: dict[str, int]
) -> Workload:
    rows = tuple(
        (tallies.count(kind=kind, whose=whose), ListFilter(kind=kind, whose=whose).query())
        for kind in kinds
    )
    return Workload(
        name=name,
        query=ListFilter(whose=whose).query(),
        by_kind=rows,
        total=tallies.count(whose=whose),
        late=late.get(whose, 0),
        late_query=ListFilter(whose=whose, late=YES).query(),
    )


def _late(*, now: datetime) -> dict[str, int]:
    """Return how much is late by holder: an officer, else a team, else nobody."""
    tasks = OfficerTask.objects.filter(done_at=None, due_at__lte=now).order_by()
    late = {"": 0, NOBODY: 0}
    for officer, team, count in tasks.values_list("officer", "team").annotate(Count("pk")):
        late[""] += count
        whose = f"{OFFICER}-{officer}" if officer else f"{TEAM}-{team}" if team else NOBODY
        late[whose] = late.get(whose, 0) + count
    return late
