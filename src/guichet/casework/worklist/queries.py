"""Reads of the officers' list: what waits, for whom, and what a number that is typed leads to.

Nothing here sorts all that waits: each order has an index.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet

from guichet.applications import numbers
from guichet.applications.models import Application, Enquiry, OfficerTask
from guichet.casework.worklist import filters
from guichet.casework.worklist.filters import OFFICER, TEAM, ListFilter
from guichet.staff import roles

_LIKE_A_NUMBER = re.compile(r"[VJE]?[0-9]+|[VJE]")


_WAITING = OfficerTask.objects.filter(done_at=None)


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
    deciding: frozenset[int]  # of the people: who may decide as well
    teams: Sequence[tuple[int, str]]
    deciding_teams: frozenset[int]  # of the teams: in which somebody may decide
    own_teams: frozenset[int]
    views: Sequence[tuple[int, str, str, str]]  # key, name, query, team


_CHOICES = """
SELECT 'officer' AS what, account.id, account.username AS name,
       CASE WHEN bool_or(role.name = ANY(%(deciding)s)) THEN 'decides' ELSE '' END AS more,
       '' AS team
  FROM auth_user AS account
  JOIN auth_user_groups AS membership ON membership.user_id = account.id
  JOIN auth_group AS role ON role.id = membership.group_id AND role.name = ANY(%(roles)s)
 WHERE account.is_active GROUP BY account.id
 UNION ALL
SELECT 'team', team.id, team.name,
       CASE WHEN bool_or(role.id IS NOT NULL) THEN 'decides' ELSE '' END,
       CASE WHEN bool_or(member.user_id = %(who)s) THEN 'own' ELSE '' END
  FROM staff_team AS team
  LEFT JOIN staff_team_members AS member ON member.team_id = team.id
  LEFT JOIN auth_user AS account ON account.id = member.user_id AND account.is_active
  LEFT JOIN auth_user_groups AS membership ON membership.user_id = account.id
  LEFT JOIN auth_group AS role ON role.id = membership.group_id AND role.name = ANY(%(deciding)s)
 GROUP BY team.id
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
        roles_of = {"roles": roles_that("prepare"), "deciding": roles_that("decide")}
        cursor.execute(_CHOICES, {**roles_of, "who": officer})
        rows = cursor.fetchall()
    teams = [row for row in rows if row[0] == TEAM]
    return Choices(
        people=[(row[1], row[2]) for row in rows if row[0] == OFFICER],
        deciding=frozenset(row[1] for row in rows if row[0] == OFFICER and row[3]),
        teams=[(row[1], row[2]) for row in teams],
        deciding_teams=frozenset(row[1] for row in teams if row[3]),
        own_teams=frozenset(row[1] for row in teams if row[4]),
        views=[row[1:] for row in rows if row[0] == "view"],
    )


def names_of(accounts: Collection[int]) -> list[tuple[int, str]]:
    """Return the keys and names of accounts."""
    rows = User.objects.filter(pk__in=accounts).order_by("username") if accounts else ()
    return [(account.pk, account.get_username()) for account in rows]


def roles_that(permission: str) -> list[str]:
    """Return the roles that open something: "prepare" for whoever can be given a task."""
    return [role for role, opens in roles.ROLES.items() if permission in opens]


def of_keys(tasks: Collection[int]) -> list[OfficerTask]:
    """Return tasks with the numbers by which people know them, done or not."""
    rows = OfficerTask.objects.filter(pk__in=tasks).order_by("due_at", "pk")
    return list(rows.select_related("application", "about", "enquiry"))


def why_not_found(text: str) -> str:
    """Return why nothing was found under what was typed.

    "not_found", "mistyped" (its check digit does not fit), "wrong_length", "no_digits", or
    "no_number" of ours.
    """
    number = read_number(text)
    if numbers.is_number(number, number[:1]):
        return "not_found"
    if not number:
        return "no_digits"
    if not _LIKE_A_NUMBER.fullmatch(number):
        return "no_number"
    return "mistyped" if count_digits(text) == numbers.LENGTH - 1 else "wrong_length"


def count_digits(text: str) -> int:
    """Return how many digits were typed."""
    return sum(letter.isdecimal() for letter in text)


def read_number(text: str) -> str:
    """Return a number as it was typed; nine digits alone get the letter whose check digit fits."""
    return numbers.with_letter(numbers.read(text))


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
