"""Who has a task: taken, given back, given to somebody or to a team; one by one or many at once.

A task that is taken binds: nobody else carries out what it asks for, unless they take it over.
Whoever refused a case never gets its second look; the table refuses them too. Whoever may not
decide is given nothing that only a decision ends, nor is a team in which nobody may.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from guichet.applications.models import OfficerTask, SecondReading
from guichet.casework import actions
from guichet.casework.worklist import rules
from guichet.casework.worklist.filters import OFFICER, TEAM
from guichet.kernel.obstacles import Obstacle

TAKE, BACK = "take", "give_back"


@dataclass(frozen=True, slots=True)
class SeenTask:
    """A task as it stood on the page that was pressed: who held it, 0 for nobody."""

    pk: int
    held_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """The keys of the accounts that may decide, and of the teams in which somebody may."""

    officers: Collection[int]
    teams: Collection[int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of how many tasks the holder changed, and which stay as they are: their keys, by the code."""

    changed: int
    left: Mapping[str, Sequence[int]]


@transaction.atomic
def take(row: SeenTask, *, officer: int, deciding: Collection[int], now: datetime) -> OfficerTask:
    """Take a task: a free one, or that of the colleague who was seen to hold it. Or Obstacle.

    Two officers who press at once never both have it: one statement decides.
    """
    tasks = _as_seen(row.pk, row.held_by or None)
    return _give(tasks, officer, verb="take", by=officer, deciding=deciding, now=now)


@transaction.atomic
def take_over(tasks: Sequence[OfficerTask], *, officer: int, now: datetime) -> None:
    """Take what colleagues hold of these for a deed that the officer may do.

    It is taken as it was read; what cannot be taken stays theirs.
    """
    for task in tasks:
        if task.officer_id not in (None, officer):
            with suppress(Obstacle):
                row = SeenTask(task.pk, task.officer_id)
                take(row, officer=officer, deciding=(officer,), now=now)


@transaction.atomic
def give_back(task: int, *, officer: int, now: datetime) -> OfficerTask:
    """Give back a task of one's own that is not done; its team keeps it. Or Obstacle."""
    if not _as_seen(task, officer).update(officer=None):
        raise Obstacle("not_yours")
    return actions.noted(task, "give_back", officer=officer, now=now)


@transaction.atomic
def assign(
    row: SeenTask, *, to: str, key: int, officer: int, deciding: Deciding, now: datetime
) -> OfficerTask:
    """Give a task that stands as it was seen to an officer or to a team. Or Obstacle."""
    tasks = _as_seen(row.pk, row.held_by or None)
    if to == OFFICER:
        return _give(tasks, key, verb="assign", by=officer, deciding=deciding.officers, now=now)
    task = tasks.first()
    if task is not None:
        rules.check_to_share(task.kind, team=key, deciding=deciding.teams)
    if not tasks.update(team=key, officer=None):
        raise Obstacle("taken_meanwhile")
    return actions.noted(row.pk, "assign", officer=officer, now=now, team=key)


@transaction.atomic
def change_many(
    tasks: Sequence[SeenTask],
    deed: str,
    *,
    officer: int,
    deciding: Deciding,
    now: datetime,
) -> Outcome:
    """Take, give back or assign tasks; where something stands in the way, one stays as it is.

    `deed` is "take", "give_back", "officer-12" or "team-3".
    """
    unchanged: dict[str, list[int]] = defaultdict(list)
    for row in tasks:
        try:
            _change(row, deed, officer=officer, deciding=deciding, now=now)
        except Obstacle as obstacle:
            unchanged[obstacle.code].append(row.pk)
    return Outcome(len(tasks) - sum(map(len, unchanged.values())), unchanged)


def _change(row: SeenTask, deed: str, *, officer: int, deciding: Deciding, now: datetime) -> None:
    if deed == TAKE:
        rules.check_to_take(row.held_by, officer)
        take(row, officer=officer, deciding=deciding.officers, now=now)
    elif deed == BACK:
        give_back(row.pk, officer=officer, now=now)
    else:
        to, _, key = deed.partition("-")
        assert to in (OFFICER, TEAM), deed
        assign(row, to=to, key=int(key), officer=officer, deciding=deciding, now=now)


def _as_seen(task: int, held_by: int | None) -> QuerySet[OfficerTask]:
    return OfficerTask.objects.filter(pk=task, done_at=None, officer=held_by)


def _give(
    tasks: QuerySet[OfficerTask],
    to: int,
    *,
    verb: str,
    by: int,
    now: datetime,
    deciding: Collection[int],
) -> OfficerTask:
    task = tasks.first()
    if task is not None:
        rules.check_to_give(task.kind, to=to, by=by, deciding=deciding)
    if task is not None and to in task.barred:
        is_writer = SecondReading.objects.filter(task=task, first_officer=to).exists()
        raise Obstacle("own_refusal" if is_writer else "same_officer")
    if task is None or not tasks.update(officer=to):
        raise Obstacle("taken_meanwhile")
    return actions.noted(task.pk, verb, officer=by, now=now, to=to)
