"""A case as it stands before a deed: what decides upon what is possible, and what is given."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guichet.applications import queries, worklist
from guichet.applications.decisions import queries as decisions_queries
from guichet.applications.models import (
    Application,
    Authorization,
    DocumentRequest,
    OfficerTask,
    Payment,
    Reconsideration,
    SecondReading,
)
from guichet.eligibility.content import today
from guichet.kernel.obstacles import Obstacle

type About = OfficerTask | Payment | Reconsideration | SecondReading


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """What decides upon the deeds that are possible."""

    application: Application
    authorization: Authorization | None
    waiting: Sequence[DocumentRequest]  # questions without an answer
    refused_by: frozenset[int]  # earlier: they do not decide a second time
    tasks: Sequence[OfficerTask]  # that wait: whoever has taken one is alone in doing it
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedMatter:
    """What a deed is done with: the case, the form, and the officer."""

    case: CaseState
    about: About | None
    form: Any  # of the deed
    officer: int
    now: datetime

    @property
    def pk(self) -> int:
        """Return the key of the application."""
        return self.case.application.pk


def case_of(application: Application, *, now: datetime) -> CaseState:
    """Return what decides upon the deeds of an application, in four statements."""
    return CaseState(
        application=application,
        authorization=Authorization.objects.filter(application=application).first(),
        waiting=list(application.requests.filter(answered_at=None, dropped_at=None)),
        refused_by=decisions_queries.refused_by(application),
        tasks=waiting_tasks(application),
        today=today(now),
    )


def case_once_free(matter: DeedMatter) -> CaseState:
    """Return the case once a colleague is ready who may be doing something to it this second."""
    with transaction.atomic():
        return case_of(queries.locked(matter.pk), now=matter.now)


def waiting_tasks(application: Application) -> list[OfficerTask]:
    """Return what waits of an application, with who has taken it."""
    return list(worklist.waiting(application).select_related("officer").order_by("due_at"))


def is_taken(tasks: Sequence[OfficerTask], kinds: Collection[str], *, officer: int) -> bool:
    """Tell whether somebody else has taken a task of these kinds."""
    return any(task.kind in kinds and task.officer_id not in (None, officer) for task in tasks)


def check_unchanged(last_seen: int, last: int) -> None:
    """Raise Obstacle when somebody decides upon a case that has changed since they read it."""
    if last > last_seen:
        raise Obstacle("changed_meanwhile")


def check_free(matter: DeedMatter, kinds: Collection[str]) -> None:
    """Raise Obstacle when a colleague has taken meanwhile what is to be done."""
    tasks = waiting_tasks(matter.case.application)
    if is_taken(tasks, kinds, officer=matter.officer):
        raise Obstacle("taken")
