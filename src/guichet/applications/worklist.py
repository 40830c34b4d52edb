"""What waits for an officer: put on their list, and taken off it once it is settled."""

from datetime import datetime

from django.db.models import QuerySet

from guichet.applications import periods, rules, states
from guichet.applications.models import Application, OfficerTask

Kind = OfficerTask.Kind


# What the progress of a case settles. A refund, a correction and a request to look again wait on.
OF_THE_CASE = (Kind.DECIDE, Kind.LATE, Kind.ANSWERED, Kind.REQUEST_DUE)


def add_task(
    application: Application, kind: str, *, cause: object, now: datetime, **facts: object
) -> OfficerTask:
    """Put something on the officers' list, once for one cause."""
    task, _ = OfficerTask.objects.get_or_create(
        key=f"{kind}:{application.pk}:{cause}",
        defaults={
            "application": application,
            "kind": kind,
            "facts": facts,
            "created_at": now,
            "due_at": _due_at(application, kind, now=now),
        },
    )
    return task


def _due_at(application: Application, kind: str, *, now: datetime) -> datetime:
    """Return when a task is due: with the case while we owe an answer, or in the usual time."""
    if kind in OF_THE_CASE and application.state in states.OURS and application.due_at:
        return application.due_at
    return rules.due_at(now, within=periods.answer_time())


def end_tasks(
    application: Application, *kinds: str, now: datetime, officer: int | None = None
) -> None:
    """Take what is settled off the officers' list; without kinds, all that is of the case."""
    tasks_of(application, *kinds).update(done_at=now, officer=officer)


def tasks_of(application: Application, *kinds: str) -> QuerySet[OfficerTask]:
    """Return what is on the officers' list; without kinds, all that is of the case."""
    return application.tasks.filter(done_at=None, kind__in=kinds or OF_THE_CASE)


def end_task(
    application: Application, kind: str, *, cause: object, now: datetime, officer: int
) -> None:
    """Take what was listed for one cause off the officers' list."""
    task = application.tasks.filter(key=f"{kind}:{application.pk}:{cause}", done_at=None)
    task.update(done_at=now, officer=officer)
