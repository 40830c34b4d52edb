"""Reads of the officers' list: what waits, for whom, and how much of it there is.

Nothing here counts or sorts all that waits: the database keeps count, and each order has an index.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet, Sum

from guichet.applications import numbers
from guichet.applications.models import Application, Enquiry, OfficerTask, WaitingTally
from guichet.casework.worklist import filters
from guichet.casework.worklist.filters import FREE, MINE, NOBODY, OFFICER, TEAM, ListFilter
from guichet.staff import roles

COUNTED = 10_000  # more than so many tasks of a narrower choice are "more than"
_LIKE_A_NUMBER = re.compile(r"[VJE]?[0-9]+|")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTally:
    """How many tasks of a kind wait for one holder."""

    kind: str
    officer: int | None
    team: int | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """How many tasks wait, by kind and holder, as an officer counts them."""

    rows: Sequence[TaskTally]
    officer: int
    barred: Mapping[str, int]  # nobody's tasks, by kind, that are none for this officer

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


def tallies() -> list[TaskTally]:
    """Return how many tasks wait, by kind and holder: the sum of what came and went."""
    sums = WaitingTally.objects.values_list("kind", "officer_id", "team_id")
    return [
        TaskTally(kind=kind, officer=officer, team=team, count=count)
        for kind, officer, team, count in sums.annotate(Sum("change")).order_by()
        if count
    ]


_WAITING = OfficerTask.objects.filter(done_at=None)
_COUNT = "(SELECT count(*) FROM ({}) AS counted_tasks)"
_BARRED = """
SELECT coalesce(json_object_agg(kind, count), '{}') FROM (
  SELECT kind, count(*) FROM applications_officertask
   WHERE done_at IS NULL AND officer_id IS NULL AND team_id IS NULL
     AND barred <> '[]' AND barred @> to_jsonb(%s::integer) GROUP BY kind) AS barred_tasks
"""


def narrow_counts(
    selection: ListFilter, *, officer: int, now: datetime
) -> tuple[int, int, dict[str, int]]:
    """Return how many of the list are late, how many are asked for, and what is none for somebody.

    The first two stop after `COUNTED`.
    """
    late = ListFilter(kind=selection.kind, whose=selection.whose, late=filters.YES)
    parts = [_counted(choice, officer=officer, now=now) for choice in (late, selection)]
    texts, values = zip(*parts, strict=True)
    sql = f"SELECT {', '.join(texts)}, ({_BARRED})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values[0], *values[1], officer])
        late_count, total, barred = cursor.fetchone()
    return late_count, total, barred if isinstance(barred, dict) else json.loads(barred)


def _counted(
    selection: ListFilter, *, officer: int, now: datetime
) -> tuple[str, tuple[object, ...]]:
    if selection.is_plain:
        return "0", ()
    tasks = _WAITING.filter(filters.condition(selection, officer=officer, now=now))
    sql, values = tasks.order_by().values("pk")[: COUNTED + 1].query.sql_with_params()
    return _COUNT.format(sql), values


def waiting(selection: ListFilter, *, officer: int, now: datetime) -> QuerySet[OfficerTask]:
    """Return the officers' list in the order that was asked for; no answer of a form is read."""
    tasks = _WAITING.filter(filters.condition(selection, officer=officer, now=now))
    read_along = tasks.select_related("application", "about", "enquiry", "officer", "team")
    fields = [
        f"{case}__{field}"
        for case in ("application", "about")
        for field in ("number", "review_reasons")
    ]
    enquiry = ("enquiry__number", "enquiry__kind", "enquiry__about")
    people = ("officer__username", "team__name")
    own = [field.attname for field in OfficerTask._meta.concrete_fields]
    return read_along.only(*own, *fields, *enquiry, *people).order_by(*selection.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Whom a task can be given to, and which views are kept."""

    people: Sequence[tuple[int, str]]
    teams: Sequence[tuple[int, str]]
    own_teams: frozenset[int]
    views: Sequence[tuple[int, str, str, str]]  # key, name, query, team


_CHOICES = """
SELECT 'officer' AS what, account.id, account.username AS name, '' AS more, '' AS team
  FROM auth_user AS account WHERE account.is_active AND EXISTS (
    SELECT FROM auth_user_groups AS membership
      JOIN auth_group AS role ON role.id = membership.group_id
     WHERE membership.user_id = account.id AND role.name = ANY(%(roles)s))
 UNION ALL
SELECT 'team', team.id, team.name, coalesce(member.team_id::text, ''), ''
  FROM staff_team AS team
  LEFT JOIN staff_team_members AS member ON member.team_id = team.id AND member.user_id = %(who)s
 UNION ALL
SELECT 'view', kept.id, kept.name, kept.query, coalesce(team.name, '')
  FROM casework_savedview AS kept LEFT JOIN staff_team AS team ON team.id = kept.team_id
 WHERE kept.owner_id = %(who)s OR kept.team_id IN (
   SELECT team_id FROM staff_team_members WHERE user_id = %(who)s)
 ORDER BY name
"""


def choices(officer: int) -> Choices:
    """Return the officers who prepare, the teams, and the views of somebody: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES, {"roles": roles_that_prepare(), "who": officer})
        rows = cursor.fetchall()
    teams = [row for row in rows if row[0] == TEAM]
    return Choices(
        people=[(row[1], row[2]) for row in rows if row[0] == OFFICER],
        teams=[(row[1], row[2]) for row in teams],
        own_teams=frozenset(row[1] for row in teams if row[3]),
        views=[row[1:] for row in rows if row[0] == "view"],
    )


def names_of(accounts: Collection[int]) -> list[tuple[int, str]]:
    """Return the keys and names of accounts."""
    rows = User.objects.filter(pk__in=accounts).order_by("username") if accounts else ()
    return [(account.pk, account.get_username()) for account in rows]


def roles_that_prepare() -> list[str]:
    """Return the roles whose accounts can be given a task."""
    return [role for role, opens in roles.ROLES.items() if "prepare" in opens]


def why_not_found(text: str) -> str:
    """Return why nothing was found: "not_found", "mistyped", or "no_number" of ours."""
    number = read_number(text)
    if numbers.is_number(number, number[:1]):
        return "not_found"
    return "mistyped" if _LIKE_A_NUMBER.fullmatch(number) else "no_number"


def read_number(text: str) -> str:
    """Return a number as it was typed; nine digits alone get the letter whose check digit fits."""
    number = numbers.read(text)
    kinds = (numbers.APPLICATION, numbers.AUTHORIZATION, numbers.ENQUIRY)
    fits = [kind for kind in kinds if numbers.is_number(kind + number, kind)]
    return f"{fits[0]}{number}" if fits else number


def by_any_number(text: str) -> Application | None:
    """Return the application of a number V… or of an authorization's number J…."""
    number = read_number(text)
    if number.startswith(numbers.AUTHORIZATION):
        return Application.objects.filter(authorization__number=number).first()
    return Application.objects.filter(number=number).first()


def enquiry_number(text: str) -> str:
    """Return the number E… of a question, where it is one; else ""."""
    number = read_number(text)
    is_one = Enquiry.objects.filter(number=number).exists()
    return number if number.startswith(numbers.ENQUIRY) and is_one else ""
