"""Ready-made invitations to an interview, for tests and for the demonstration."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.applications.models import Application
from guichet.applications.testing import NOW, make_listed, make_officer
from guichet.eligibility import content
from guichet.interviews import actions, invitation
from guichet.interviews.actions import Offer
from guichet.interviews.models import Interview
from guichet.interviews.rules import Showing

ZONE = "Europe/Paris"
IN_PLACE = Offer(
    way="place",
    place="Visa office, 2nd floor\n7 rue de la Paix, Paris",
    zone=ZONE,
    minutes=30,
    times=(),
    bring="Your passport",
    words="The officer would like to speak about the fine of 2011.",
    answer_by=date(2026, 11, 30),
)


def days_after(now: datetime, *days: int, hour: int = 10, zone: str = ZONE) -> list[datetime]:
    """Return times on the clock of a place, so many days after now."""
    here = now.astimezone(ZoneInfo(zone)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return [here + timedelta(days=count) for count in days]


def offer(now: datetime = NOW, *, days: Sequence[int] = (10, 11, 12), **changes: object) -> Offer:
    """Return what an officer offers: three mornings at a place in Paris."""
    answer_by = content.today(now) + timedelta(days=7)
    times = days_after(now, *days)
    return replace(IN_PLACE, **{"times": times, "answer_by": answer_by, **changes})  # type: ignore[arg-type]


def make_invited(
    number: int = 0,
    *,
    now: datetime = NOW,
    officer: int = 0,
    changes: dict[str, object] | None = None,
    **answers: object,
) -> Interview:
    """Return an invitation that waits for its answer; `changes` are of what is offered."""
    application = make_listed(number, now=now, **answers)
    return invite(application, now=now, officer=officer, **(changes or {}))


def invite(
    application: Application, *, now: datetime = NOW, officer: int = 0, **changes: object
) -> Interview:
    """Return an invitation to a person whose application waits for an officer."""
    officer = officer or make_officer()
    return actions.invite(application.pk, offer(now, **changes), officer=officer, now=now)  # type: ignore[arg-type]


def make_gone(number: int = 0, *, now: datetime = NOW) -> Interview:
    """Return an invitation for which an appointment was named that is none any more."""
    interview = make_invited(number, now=now, changes={"way": "office", "place": "", "times": ()})
    interview.appointment = "23456789Q"
    interview.save(update_fields=["appointment"])
    return interview


def choose(interview: Interview, place: int = 0, *, now: datetime = NOW) -> Interview:
    """Choose one of the times that are offered, or move to it."""
    time = interview.starts[place]
    return actions.choose(interview.application_id, time, showing=showing_of(interview), now=now)


def name_appointment(interview: Interview, number: str, *, now: datetime = NOW) -> Interview:
    """Name an appointment that was booked for an interview."""
    showing = showing_of(interview)
    return actions.name_appointment(interview.application_id, number, showing=showing, now=now)


def showing_of(interview: Interview) -> Showing:
    """Return what a page shows of an invitation now."""
    return invitation.of(Interview.objects.get(pk=interview.pk)).showing
