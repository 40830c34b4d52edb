"""What officers do with their list: take a task, give it back; and the note of every look."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from guichet.applications import states, worklist
from guichet.applications.models import OfficerTask, SecondReading
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit


def see(application: int, *, officer: int, now: datetime, **facts: object) -> None:
    """Note that somebody looked at a file; `facts` says at which part of it."""
    audit.write("see", "application", application, actor=audit.actor_of(officer), now=now, **facts)


@transaction.atomic
def take(task: int, *, officer: int, held_by: int | None, now: datetime) -> OfficerTask:
    """Take a task: a free one, or that of the colleague who was seen to hold it. Or Obstacle.

    Two officers who press at once never both have it: one statement decides.
    """
    if SecondReading.objects.filter(task=task, first_officer=officer).exists():
        raise Obstacle("own_refusal")  # somebody else reads it
    free = OfficerTask.objects.filter(pk=task, done_at=None, officer=held_by)
    if not free.update(officer=officer):
        raise Obstacle("taken_meanwhile")
    return _noted(task, "take", officer=officer, now=now)


@transaction.atomic
def give_back(task: int, *, officer: int, now: datetime) -> OfficerTask:
    """Give back a task of one's own that is not done. Or Obstacle."""
    mine = OfficerTask.objects.filter(pk=task, done_at=None, officer=officer)
    if not mine.update(officer=None):
        raise Obstacle("taken_meanwhile")
    return _noted(task, "give_back", officer=officer, now=now)


@transaction.atomic
def settle(task: int, *, officer: int, now: datetime) -> OfficerTask:
    """Take off the list what was read and asks for nothing: the case is decided. Or Obstacle."""
    waiting = OfficerTask.objects.filter(
        pk=task, done_at=None, kind__in=worklist.OF_THE_CASE
    ).exclude(Q(application__state__in=states.OPEN) | Q(about__state__in=states.OPEN))
    if not waiting.update(done_at=now, officer=officer):
        raise Obstacle("not_possible_now")
    return _noted(task, "settle", officer=officer, now=now)


def _noted(task: int, verb: str, *, officer: int, now: datetime) -> OfficerTask:
    open_task = OfficerTask.objects.select_related("application", "about").get(pk=task)
    on = ("application", open_task.case.pk) if open_task.case else ("enquiry", open_task.enquiry_id)
    record_type, record = on[0], on[1] or 0
    actor = audit.actor_of(officer)
    audit.write(verb, record_type, record, actor=actor, now=now, kind=open_task.kind)
    return open_task
