"""What the worker does again and again: decide, tell what is late, remind, end."""

import logging
from datetime import datetime

from django.db import transaction

from guichet.applications import queries, states, worklist
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import queries as decisions_queries
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, OfficerTask

log = logging.getLogger(__name__)


def decide_waiting(*, now: datetime) -> int:
    """Decide what was paid and left undecided, after a crash for example; return how many."""
    decided = 0
    for pk in decisions_queries.undecided():
        try:
            decisions.decide_by_rule(pk, now=now)
            decided += 1
        except Exception as error:  # one case must not stop the others; officers see it is late
            log.warning("Application %s was not decided: %s", pk, type(error).__name__)
    return decided


def tell_late(*, now: datetime) -> int:
    """Where 72 hours have passed, list a task and write to the client, once; return how many."""
    return sum(_tell_late(pk, now=now) for pk in decisions_queries.late(now=now))


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
    if not worklist.tasks_of(application, *worklist.TELLS_LATE).exists():
        worklist.add_task(application, OfficerTask.Kind.LATE, cause=cause, now=now)
    letters.send(application, "late", cause=cause, now=now)
    return True
