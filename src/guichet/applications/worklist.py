"""What waits for an officer: put on their list, and taken off it once it is settled."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet

from guichet.applications import periods, rules, states
from guichet.applications.form.circumstances import day_of
from guichet.applications.models import Application, Enquiry, OfficerTask
from guichet.kernel.reading.days import authority_zone

Kind = OfficerTask.Kind


# What the progress of a case settles. A refund, a correction and a request to look again wait on.
OF_THE_CASE = (
    *(Kind.DECIDE, Kind.LATE, Kind.ANSWERED, Kind.REQUEST_DUE),
    *(Kind.SECOND_READ, Kind.OFFER_TIMES),
)
# A case that stands on the list as one of these is late there, in red, and needs no second line.
TELLS_LATE = (Kind.DECIDE, Kind.ANSWERED, Kind.SECOND_READ)
# The release before has no words for these: it finds tasks by their application.
BESIDE = (Kind.SECOND_READ, Kind.OFFER_TIMES, Kind.MENTION, Kind.ESCALATION)
NAME, CODE = 200, 3  # letters that a column takes


def add_task(
    application: Application,
    kind: str,
    *,
    cause: object,
    now: datetime,
    due_at: datetime | None = None,
    **facts: object,
) -> OfficerTask:
    """Put something on the officers' list, once for one cause; due in the usual time or at one.

    `facts["reason"]`: why it is there, where that is not why the case is.
    """
    task, is_new = OfficerTask.objects.get_or_create(
        key=f"{kind}:{application.pk}:{cause}",
        defaults={
            "about" if kind in BESIDE else "application": application,
            "kind": kind,
            "facts": facts,
            "created_at": now,
            "due_at": due_at or _due_at(application, kind, now=now),
            **columns(application, kind, facts),
        },
    )
    if is_new and kind in TELLS_LATE:
        end_tasks(application, Kind.LATE, now=now)
    return task


def add_enquiry(enquiry: Enquiry) -> OfficerTask:
    """Put a question on the officers' list, due when the day ends that was promised."""
    case = enquiry.application
    promised = datetime.combine(enquiry.promised_on, time.min, authority_zone())
    task, _ = OfficerTask.objects.get_or_create(
        key=f"{Kind.ENQUIRY}:{enquiry.pk}",
        defaults={
            "kind": Kind.ENQUIRY,
            "enquiry": enquiry,
            "about": case,
            "created_at": enquiry.created_at,
            "due_at": promised + timedelta(days=1),
            "reason": enquiry.about or enquiry.kind,
            **(columns(case, Kind.ENQUIRY, {}) if case else {"is_filled": True}),
        },
    )
    return task


def columns(application: Application, kind: str, facts: Mapping[str, object]) -> dict[str, object]:
    """Return what the list goes by: of the person, and the first reason why the task is there."""
    answers = application.answers
    reason = {"reason": _reason(application, kind, facts)} if kind != Kind.ENQUIRY else {}
    return {
        "family_name": str(answers.get("surname") or "")[:NAME],
        "given_names": str(answers.get("given_names") or "")[:NAME],
        "nationality": str(answers.get("nationality") or "")[:CODE],
        "travel_on": day_of(answers, "travel_date"),
        "is_filled": True,
        **reason,
    }


def _reason(application: Application, kind: str, facts: Mapping[str, object]) -> str:
    fields = facts.get("fields")
    if reason := facts.get("reason"):
        return str(reason)
    if kind == Kind.CORRECTION and isinstance(fields, list) and fields:
        return str(fields[0])
    if kind in OF_THE_CASE and application.review_reasons:
        return str(application.review_reasons[0])
    return ""


def list_anew(application: Application) -> None:
    """Have what waits go by the answers and the reasons as they are now."""
    for task in application.tasks.filter(done_at=None):
        values = columns(application, task.kind, task.facts)
        OfficerTask.objects.filter(pk=task.pk, done_at=None).update(**values)
    beside = OfficerTask.objects.filter(about=application, done_at=None)
    beside.update(**columns(application, Kind.ENQUIRY, {}))


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
    return waiting(application).filter(kind__in=kinds or OF_THE_CASE)


def waiting(application: Application) -> QuerySet[OfficerTask]:
    """Return all that waits of an application: its course, a refusal that is read, mentions."""
    of_case = Q(application=application) | Q(about=application, kind__in=BESIDE)
    return OfficerTask.objects.filter(of_case, done_at=None)


def bar(task: OfficerTask, officer: int) -> None:
    """Keep an officer from a task; those who refused the case are kept from it already."""
    task.refresh_from_db(fields=["barred"])  # the table wrote it
    task.barred = [*task.barred, officer]
    task.save(update_fields=["barred"])


def end_task(
    application: Application, kind: str, *, cause: object, now: datetime, officer: int
) -> None:
    """Take what was listed for one cause off the officers' list."""
    task = application.tasks.filter(key=f"{kind}:{application.pk}:{cause}", done_at=None)
    task.update(done_at=now, officer=officer)
