"""The letter of a deed says that the interview does not come which the deed has ended."""

from collections.abc import Mapping
from datetime import datetime

from guichet.applications.letters.parts import Sheet
from guichet.applications.models import Application, Correspondence
from guichet.interviews import invitation, queries
from guichet.interviews.models import Interview
from guichet.interviews.sentences import say, when
from guichet.interviews.telling import letters

# Letters of what takes a case out of the state of an interview.
KINDS = ("approved", "refused", "withdrawn", "abandoned", "information_asked")


def facts_of(application: Application, kind: str, now: datetime) -> Mapping[str, object]:
    """Return which interview a letter calls off: the one that ended in this very transaction.

    A case that is known to come from another state than that of an interview costs no look.
    """
    if kind not in KINDS or application.moved_from not in ("", queries.INVITED):
        return {}
    interview = _ended_by_this(application, now=now)
    if interview is None:
        return {}
    time = invitation.of(interview).chosen
    is_ahead = interview.declined_at is None if time is None else time > now
    if not is_ahead or is_told(interview):
        return {}
    facts = invitation.facts_of(interview)
    return {name: value for name, value in facts.items() if name != "wording"}


def is_told(interview: Interview) -> bool:
    """Tell whether the letter of a deed has said that an interview does not come."""
    letters_of = Correspondence.objects.filter(application=interview.application_id)
    return letters_of.filter(kind__in=KINDS, facts__interview=interview.pk).exists()


def sentences(sheet: Sheet) -> list[str]:
    """Return that the interview does not come, in letters of deeds that ended one."""
    if sheet.letter.kind not in KINDS:
        return []
    promise = letters.promise_of(sheet.letter, sheet.language)
    if promise is None:
        return []
    if promise.chosen is None or promise.way == Interview.Way.OFFICE:
        return [say("letter.off", sheet.language)]
    return [say("letter.replaces", sheet.language, time=when(promise.chosen, sheet.language))]


def _ended_by_this(application: Application, *, now: datetime) -> Interview | None:
    """Return the interview that the database ended when the case was moved, a moment ago."""
    ended = Interview.objects.filter(application=application, ended_at__gte=now)
    return ended.filter(outcome=Interview.Outcome.WITH_CASE).order_by("pk").last()
