"""What the worker does again and again: decide, tell what is late, remind, end."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from guichet.applications import authorizations, decisions, letters, queries, states
from guichet.applications.models import Application, DocumentRequest, OfficerTask
from guichet.eligibility import content

log = logging.getLogger(__name__)

REMIND_BEFORE = timedelta(days=3)


def decide_waiting(*, now: datetime) -> int:
    """Decide what was paid and left undecided, after a crash for example; return how many."""
    decided = 0
    for pk in queries.undecided():
        try:
            decisions.decide_by_rule(pk, now=now)
            decided += 1
        except Exception as error:  # one case must not stop the others; officers see it is late
            log.warning("Application %s was not decided: %s", pk, type(error).__name__)
    return decided


def tell_late(*, now: datetime) -> int:
    """Where 72 hours have passed, list a task and write to the client, once; return how many."""
    return sum(_tell_late(pk, now=now) for pk in queries.late(now=now))


@transaction.atomic
def _tell_late(pk: int, *, now: datetime) -> bool:
    marked = Application.objects.filter(
        pk=pk, state__in=sorted(states.OURS), late_told_at=None, due_at__lte=now
    ).update(late_told_at=now)
    if not marked:
        return False
    application = queries.application(pk)
    assert application.due_at
    cause = int(application.due_at.timestamp())
    letters.add_task(application, OfficerTask.Kind.LATE, cause=cause, now=now)
    letters.send(application, "late", cause=cause, now=now)
    return True


def remind(*, now: datetime) -> int:
    """Remind of questions whose day comes within three days, once each; return how many."""
    soon = content.today(now + REMIND_BEFORE)
    return sum(_remind(request, now=now) for request in queries.requests_due(by=soon))


@transaction.atomic
def _remind(request: DocumentRequest, *, now: datetime) -> bool:
    application = queries.locked(request.application_id)
    waiting = queries.open_requests(application).filter(pk=request.pk, reminded_at=None)
    if not waiting.update(reminded_at=now):
        return False  # answered or dropped meanwhile, or reminded of by another
    letters.send(
        application,
        "reminder",
        cause=request.pk,
        now=now,
        due_on=request.due_on.isoformat(),
    )
    return True


def list_overdue(*, now: datetime) -> int:
    """List for an officer the questions whose day has passed unanswered; return how many."""
    overdue = DocumentRequest.objects.filter(
        answered_at=None,
        dropped_at=None,
        due_on__lt=content.today(now),
        application__state__in=sorted(states.THEIRS),
    )
    return sum(_list_overdue(request, now=now) for request in overdue)


@transaction.atomic
def _list_overdue(request: DocumentRequest, *, now: datetime) -> bool:
    application = queries.locked(request.application_id)
    if not queries.open_requests(application).filter(pk=request.pk).exists():
        return False  # answered or dropped meanwhile
    before = application.tasks.count()
    letters.add_task(application, OfficerTask.Kind.REQUEST_DUE, cause=request.pk, now=now)
    return application.tasks.count() > before


def expire(*, now: datetime) -> int:
    """End every authorization whose last day has passed; return how many."""
    return authorizations.expire(now=now)
