"""What the worker does for interviews: tell that a time does not come, once its case went on."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from guichet.applications import states
from guichet.applications.letters import send as letters
from guichet.interviews import handing_over, invitation
from guichet.interviews.actions import OVER
from guichet.interviews.models import Interview
from guichet.interviews.telling import calling_off

LOOKED_BACK = timedelta(days=30)  # a worker that stood still for longer has nothing to tell


def tell_ended(*, now: datetime) -> int:
    """Write of each time that does not come because its case was moved on; return how many.

    The database ended it, whoever moved the case. Where the letter of that deed says so, there is
    no other one. Written twice it is one letter.
    """
    return sum(_tell(interview, now=now) for interview in _to_tell(now=now))


def _to_tell(*, now: datetime) -> QuerySet[Interview]:
    outcome, since = Interview.Outcome.WITH_CASE, now - LOOKED_BACK
    ended = Interview.objects.filter(outcome=outcome, ended_at__gt=since)
    to_come = Q(chosen_at__gt=now) | ~Q(appointment="")
    return ended.filter(to_come).select_related("application", "request")


def _tell(interview: Interview, *, now: datetime) -> bool:
    time = invitation.of(interview).chosen
    application = interview.application
    if time is None or time <= now:
        return False
    before = application.letters.filter(kind=OVER, facts__interview=interview.pk)
    is_new = not (before.exists() or calling_off.is_told(interview))
    if is_new:
        facts = invitation.facts_of(interview)
        letters.send(application, OVER, cause=interview.pk, now=now, **facts)
    handing_over.cancel(interview.appointment, actor=states.SYSTEM, now=now)
    return is_new
