"""What officers do with a task that asks for nothing, and the note of every look."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from guichet.applications import states, worklist
from guichet.applications.models import OfficerTask
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit


def see(application: int, *, officer: int, now: datetime, **facts: object) -> None:
    """Note that somebody looked at a file; `facts` says at which part of it."""
    audit.write("see", "application", application, actor=audit.actor_of(officer), now=now, **facts)


def see_names(applications: Sequence[int], *, officer: int, now: datetime, **facts: object) -> None:
    """Note once that somebody read a page with the names of these applications."""
    audit.write(
        "see",
        "list",
        0,
        actor=audit.actor_of(officer),
        now=now,
        applications=sorted(set(applications)),
        **facts,
    )


@transaction.atomic
def settle(task: int, *, officer: int, now: datetime) -> OfficerTask:
    """Take off the list what was read and asks for nothing: the case is decided. Or Obstacle."""
    waiting = OfficerTask.objects.filter(
        pk=task, done_at=None, kind__in=worklist.OF_THE_CASE
    ).exclude(Q(application__state__in=states.OPEN) | Q(about__state__in=states.OPEN))
    if not waiting.update(done_at=now, officer=officer):
        raise Obstacle("not_possible_now")
    return noted(task, "settle", officer=officer, now=now)


def noted(task: int, verb: str, *, officer: int, now: datetime, **facts: object) -> OfficerTask:
    """Note what an officer did with a task, on the case or the question that it is about."""
    open_task = OfficerTask.objects.select_related("application", "about").get(pk=task)
    case = open_task.case
    record_type, record = ("application", case.pk) if case else ("enquiry", open_task.enquiry_id)
    actor = audit.actor_of(officer)
    audit.write(verb, record_type, record or 0, actor=actor, now=now, kind=open_task.kind, **facts)
    return open_task
