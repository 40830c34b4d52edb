"""The officers' list, and the question on the person's page, as an interview moves them."""

from datetime import datetime

from guichet.applications import worklist
from guichet.applications.models import OfficerTask
from guichet.interviews import queries
from guichet.interviews.models import Interview
from guichet.interviews.queries import IS_SET

# Why a task is on the list, beside `IS_SET`.
NONE_FITS, NONE_LEFT = "interview_none_fits", "interview_none_left"


def note_answer(interview: Interview, *, now: datetime) -> None:
    """Take the question off the person's page, once."""
    if interview.request.answered_at is None:
        interview.request.answered_at = now
        interview.request.save(update_fields=["answered_at"])


def list_as_declined(interview: Interview, *, now: datetime) -> None:
    """Have officers offer other times, and nothing of before."""
    worklist.end_tasks(interview.application, now=now)
    worklist.add_task(
        interview.application,
        OfficerTask.Kind.ANSWERED,
        cause=f"interview-{interview.pk}-none",
        now=now,
        reason=NONE_FITS,
    )


def list_who_has_none_left(interview: Interview, *, now: datetime) -> None:
    """Have the officer offer other times to whom nothing is left of what they were offered."""
    for other in queries.waiting_for_choice(interview.officer_id):
        if queries.are_all_taken(other):
            cause = f"interview-{other.pk}-left"
            kind = OfficerTask.Kind.OFFER_TIMES
            worklist.add_task(other.application, kind, cause=cause, now=now, reason=NONE_LEFT)


def list_at(interview: Interview, time: datetime, *, now: datetime) -> None:
    """Have the interview stand on the officers' list at its time, and nothing of before."""
    worklist.end_tasks(interview.application, now=now)
    worklist.add_task(
        interview.application,
        OfficerTask.Kind.ANSWERED,
        cause=f"interview-{interview.pk}-{choice_of(interview, now=now)}",
        now=now,
        due_at=time,
        reason=IS_SET,
    )


def choice_of(interview: Interview, *, now: datetime) -> str:
    """Return what a choice is known by; an appointment can be gone and be there again."""
    if interview.appointment:
        return f"{interview.appointment}-{int(now.timestamp())}"
    return f"{interview.moves}"
