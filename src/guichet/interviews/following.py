"""An interview follows the appointment that stands for its time: moved, gone, and there again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from guichet.applications import queries as applications
from guichet.applications import states, worklist
from guichet.applications.decisions import requests
from guichet.applications.letters import send as letters
from guichet.applications.models import OfficerTask
from guichet.booking.telling.following import AwaitedInterview
from guichet.eligibility import content
from guichet.interviews import handing_over, invitation, listing, queries
from guichet.interviews.models import Interview
from guichet.interviews.queries import IS_SET
from guichet.kernel.record import audit

CHOSEN, GONE = "interview_chosen", "interview_gone"  # the letters
LATE = "late"  # how the letter on an appointment that is gone is worded after the day


def follow_appointments(*numbers: str, now: datetime) -> int:
    """Have questions and the list follow the appointments that were named, these or all.

    Return how many changed. A question waits for an answer again once its appointment is gone, and
    is answered once that is there again. Two statements, however many there are, and no write
    where nothing moved.
    """
    interviews = list(queries.naming_appointments(*numbers))
    starts = handing_over.starts([interview.appointment for interview in interviews], now=now)
    behind = [interview for interview in interviews if _is_behind(interview, starts)]
    return sum(_follow(interview.application_id, now=now) for interview in behind)


@transaction.atomic
def _follow(application: int, *, now: datetime) -> bool:
    """Have one invitation follow its appointment; false where somebody else was first."""
    case = applications.locked(application)
    interview = queries.naming_appointments().filter(application=case).first()
    starts = handing_over.starts([interview.appointment], now=now) if interview else {}
    if interview is None or not _is_behind(interview, starts):
        return False
    time = starts.get(interview.appointment)
    if time is None:
        _wait_again(interview, now=now)
    elif interview.request.answered_at is None:
        listing.note_answer(interview, now=now)
        listing.list_at(interview, time, now=now)
        tell_of_appointment(interview, now=now)
    else:
        tasks = worklist.tasks_of(case, OfficerTask.Kind.ANSWERED)
        tasks.filter(reason=IS_SET).update(due_at=time)
    return True


def _is_behind(interview: Interview, starts: Mapping[str, datetime]) -> bool:
    """Tell whether the question or the list says something else than the appointment."""
    time = starts.get(interview.appointment)
    if (interview.request.answered_at is None) != (time is None):
        return True
    listed_at = interview.listed_at  # type: ignore[attr-defined]  # read along
    return time is not None and listed_at not in (None, time)


def _wait_again(interview: Interview, *, now: datetime) -> None:
    application, request = interview.application, interview.request
    request.answered_at = None
    request.save(update_fields=["answered_at"])
    worklist.end_tasks(application, now=now)
    facts = {**invitation.facts_of(interview), "due_on": request.due_on.isoformat()}
    if request.due_on < content.today(now):
        requests.list_one_overdue(request, now=now)
        facts["wording"] = LATE
    cause = f"{interview.pk}-{int(now.timestamp())}"
    letters.send(application, GONE, cause=cause, now=now, **facts)
    audit.write("interview_gone", "application", application.pk, actor=states.SYSTEM, now=now)


def awaited_at(number: str, *, now: datetime) -> AwaitedInterview | None:
    """Return what canceling an appointment means for the interview it was named for."""
    interview = queries.of_appointment(number)
    if interview is None:
        return None
    due_on = interview.request.due_on
    return AwaitedInterview(due_on if due_on >= content.today(now) else None)


def tell_of_appointment(interview: Interview, *, now: datetime) -> None:
    """Write of the appointment that stands for the time; it can be gone and be there again."""
    facts, cause = (
        invitation.facts_of(interview),
        f"{interview.pk}-{listing.choice_of(interview, now=now)}",
    )
    letters.send(interview.application, CHOSEN, cause=cause, now=now, **facts)
