"""Reads of interviews: the one that is live, the last one, and what an officer has to be at."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from guichet.applications import states
from guichet.applications.models import (
    Application,
    Correspondence,
    DocumentRequest,
    OfficerTask,
)
from guichet.interviews.models import Interview

INVITED = states.INVITED  # the state of an application
DECLINED = "interview_declined"  # the letter to who cannot come at the time they had
IS_SET = "interview_set"  # why a task is on the list: it stands there at the time of an interview


def live(application: Application) -> Interview | None:
    """Return the invitation that waits for its answer or for its time, if there is one."""
    if application.state != INVITED:
        return None
    return _of(application).filter(ended_at=None).first()


def last(application: Application) -> Interview | None:
    """Return the newest invitation, whatever became of it."""
    return _of(application).order_by("-pk").first()


def every(application: Application) -> list[Interview]:
    """Return all invitations of an application, the newest first."""
    return list(_of(application).order_by("-pk").select_related("officer"))


def of_letter(letter: Correspondence) -> Interview | None:
    """Return the invitation that a letter is about; None for a letter about none."""
    pk = letter.facts.get("interview")
    return _of(letter.application).filter(pk=pk).first() if pk else None


def why_unanswered(request: DocumentRequest) -> str:
    """Return why a question waits after its day: an appointment is gone, or there was none."""
    is_gone = Interview.objects.filter(request=request).exclude(appointment="").exists()
    return "interview_gone" if is_gone else "interview_unanswered"


def naming_appointments(*numbers: str) -> QuerySet[Interview]:
    """Return the live invitations for which an appointment was named: one of these, or any.

    `listed_at` of each: the time at which it stands on the officers' list; None where it does not.
    """
    live_ones = Interview.objects.filter(ended_at=None).exclude(appointment="")
    rows = live_ones.filter(appointment__in=numbers) if numbers else live_ones
    tasks = OfficerTask.objects.filter(
        application=OuterRef("application"),
        kind=OfficerTask.Kind.ANSWERED,
        reason=IS_SET,
        done_at=None,
    )
    listed_at = Subquery(tasks.order_by("pk").values("due_at")[:1])
    return rows.annotate(listed_at=listed_at).select_related("application", "request")


def of_appointment(number: str) -> Interview | None:
    """Return the live invitation for which an appointment was named; None where there is none."""
    live_ones = Interview.objects.filter(ended_at=None).exclude(appointment="")
    return live_ones.filter(appointment=number).select_related("request").first()


def replaced_by(interview: Interview) -> Interview | None:
    """Return the one whose chosen time an invitation took the place of; None where it had none."""
    before = _of(interview.application).filter(pk__lt=interview.pk).order_by("-pk").first()
    is_replaced = before and before.outcome == Interview.Outcome.REPLACED and before.chosen_at
    return before if is_replaced else None


def lost_time(interview: Interview) -> datetime | None:
    """Return the time that somebody had who then said that they cannot come; None without one."""
    if interview.declined_at is None:
        return None
    letters = interview.application.letters.filter(kind=DECLINED, facts__interview=interview.pk)
    letter = letters.first()
    return datetime.fromtimestamp(int(letter.facts["chosen"]), UTC) if letter else None


def clashes(
    officer: int, start: datetime, end: datetime, *, besides: Collection[int] = ()
) -> QuerySet[Interview]:
    """Return the interviews in which an officer is at a time."""
    others = Interview.objects.filter(
        officer=officer, ended_at=None, chosen_at__lt=end, chosen_until__gt=start
    )
    return others.exclude(pk__in=besides)


def taken_times(interview: Interview) -> frozenset[datetime]:
    """Return the offered times at which the officer is in another interview by now."""
    first, length = interview.starts[0], timedelta(minutes=interview.minutes)
    until = interview.starts[-1] + length
    others = clashes(interview.officer_id, first, until, besides=[interview.pk])
    busy = list(others.values_list("chosen_at", "chosen_until"))
    return frozenset(
        time
        for time in interview.starts
        if any(start < time + length and time < end for start, end in busy if start and end)
    )


def waiting_for_choice(officer: int) -> QuerySet[Interview]:
    """Return the invitations of an officer of whose times none is chosen yet."""
    waiting = Interview.objects.filter(
        officer=officer, ended_at=None, chosen_at=None, declined_at=None
    )
    return waiting.exclude(way=Interview.Way.OFFICE).select_related("application")


def are_all_taken(interview: Interview) -> bool:
    """Tell whether the officer is in another interview at every time that was offered."""
    return set(interview.starts) == set(taken_times(interview))


def of_reminder(request: DocumentRequest) -> dict[str, object]:
    """Return what the reminder of a question for a time says; of one of before nothing."""
    interview = Interview.objects.filter(request=request).first()
    return {"interview": interview.pk, "wording": "interview"} if interview else {}


def _of(application: Application) -> QuerySet[Interview]:
    return application.interviews.select_related("application", "request")
