"""Who else has a file open, and which tasks of it went to colleagues since a page showed them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet

from guichet.applications.models import Application, Enquiry, OfficerTask
from guichet.casework.models import Presence, QuestionPresence
from guichet.casework.presence.actions import LIVE, STILL, TABLES, OpenFile
from guichet.kernel.models import AuditEntry

Kind = OfficerTask.Kind
MOST = 50  # tasks of which a page says who had each
_HELD = re.compile(r"([1-9][0-9]{0,17})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Handover:
    """A task that a colleague took ("take"), was given ("assign") or ended ("answer")."""

    verb: str
    kind: str
    name: str
    at: datetime


def case_file(number: str) -> OpenFile | None:
    """Return the file of an application's number, or None."""
    key = Application.objects.filter(number=number).values_list("pk", flat=True).first()
    return OpenFile("application", key) if key else None


def question_file(number: str) -> OpenFile | None:
    """Return what somebody has open who reads the question of a number, or None."""
    question = Enquiry.objects.filter(number=number).only("application").first()
    return file_of(question) if question else None


def file_of(question: Enquiry) -> OpenFile:
    """Return what somebody has open who reads a question: the file of its case, else itself."""
    case = question.application_id
    return OpenFile("application", case) if case else OpenFile("enquiry", question.pk)


def is_open(application: int, *, besides: int, now: datetime) -> bool:
    """Tell whether an officer has a case open now, or may have; `besides` is not meant."""
    return others_in("application", application, officer=besides, now=now).exists()


def others_in(
    kind: str, key: OuterRef | int, *, officer: int, now: datetime
) -> QuerySet[Presence] | QuerySet[QuestionPresence]:
    """Return who else has a file open now, or may have, where `key` is that of the file."""
    is_still_there = Q(is_live=True, seen_at__gte=now - LIVE) | Q(
        is_live=False, seen_at__gte=now - STILL
    )
    rows = TABLES[kind]._default_manager.filter(is_still_there, **{kind: key})
    return rows.exclude(officer=officer)


def holders_of(tasks: Iterable[OfficerTask]) -> str:
    """Return in few letters who has each task, as a page shows it; whom a note names is no task."""
    waiting = [task for task in tasks if task.kind != Kind.MENTION][:MOST]
    return " ".join(f"{task.pk}-{task.officer_id or 0}" for task in waiting)


def handovers(file: OpenFile, marks: str, *, officer: int) -> list[Handover]:
    """Return what became of tasks since a page was made, whose `marks` say who had each."""
    holders = _holders(marks)
    if not holders:
        return []
    of_file = Q(**{file.kind: file.key})
    if file.kind == "application":
        of_file |= Q(about=file.key)
    tasks = OfficerTask.objects.filter(of_file, pk__in=holders).select_related("officer")
    by_others = tasks.exclude(officer=None).exclude(officer=officer).order_by("pk")
    changes = [_handover(file, task) for task in by_others if _is_new(task, holders)]
    return [change for change in changes if change]


def _holders(marks: str) -> Mapping[int, int]:
    parts = [_HELD.fullmatch(part) for part in marks.split(" ", MOST)[:MOST]]
    return {int(part[1]): int(part[2]) for part in parts if part}


def _is_new(task: OfficerTask, holders: Mapping[int, int]) -> bool:
    """Tell whether a page has not shown it: of what is done, the history tells all but answers."""
    if task.done_at:
        return task.kind == Kind.ENQUIRY
    return task.officer_id != holders[task.pk]


def _handover(file: OpenFile, task: OfficerTask) -> Handover | None:
    assert task.officer
    name = task.officer.get_username()
    if task.done_at:
        return Handover("answer", task.kind, name, task.done_at)
    entry = (
        AuditEntry.objects.filter(record_type=file.kind, record=file.key)
        .filter(verb__in=["take", "assign"], facts__kind=task.kind, facts__to=task.officer_id)
        .order_by("-pk")
        .first()
    )
    return Handover(entry.verb, task.kind, name, entry.at) if entry else None
