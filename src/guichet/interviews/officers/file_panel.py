"""What an officer's file shows of invitations: what was offered, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from guichet.applications.queries import INTERVIEW_TIME
from guichet.casework import words
from guichet.casework.deeds.case import CaseState
from guichet.casework.file.queries import File
from guichet.eligibility.content import today
from guichet.interviews import invitation, queries, rules
from guichet.interviews.invitation import Invitation
from guichet.interviews.models import Interview
from guichet.interviews.sentences import Row, rows, when
from guichet.kernel import clock, references

# Deeds after which a case waits for no interview any more.
ENDING = frozenset({"approve", "refuse", "agree_refusal", "close", "give_up", "ask"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One invitation in a file. `stage`: where it stands, or how it ended."""

    invitation: Invitation
    stage: str
    asked_at: datetime
    officer: str
    rows: Sequence[Row]
    appointment: str  # the number of one that is gone
    times: Sequence[tuple[str, str]]  # and the word for what became of it


def panel(file: File, language: str, now: datetime) -> Mapping[str, object] | None:
    """Return every invitation of a file, the newest first; asks nothing where there is none."""
    if not any(request.kind == INTERVIEW_TIME for request in file.requests):
        return None
    interviews = queries.every(file.application)
    return {"entries": [_entry(interview, language, now=now) for interview in interviews]}


def ended_by(case: CaseState, verb: str, language: str) -> Markup | None:
    """Return what a deed does to an interview that is ahead, or to times that wait for a choice."""
    interview = queries.live(case.application) if verb in ENDING else None
    if interview is None:
        return None
    say, time = words.says(language), invitation.of(interview).chosen
    if time is None:
        return say("interview.ends_offer")
    if time <= clock.now():
        return say("interview.ends_past", time=when(time, language))
    return say("interview.ends_chosen", time=when(time, language))


def _entry(interview: Interview, language: str, *, now: datetime) -> Entry:
    value = invitation.of(interview, language)
    is_open = value.times and value.ended_at is None and not value.is_declined
    busy = queries.taken_times(interview) if is_open else frozenset[datetime]()
    return Entry(
        invitation=value,
        stage=value.ending or _stage(value, busy, now=now),
        asked_at=interview.asked_at,
        officer=interview.officer.get_username(),
        rows=rows(value, language),
        appointment=references.for_people(value.appointment) if value.is_gone else "",
        times=[(when(time, language), _fate(time, value, busy)) for time in value.times],
    )


def _fate(time: datetime, value: Invitation, busy: frozenset[datetime]) -> str:
    if time == value.chosen:
        return "this_one"
    return "time_taken" if time in busy else ""


def _stage(value: Invitation, busy: frozenset[datetime], *, now: datetime) -> str:
    stage = rules.stage(value.standing, today=today(now), now=now)
    if stage != "offer":
        return stage
    if value.is_gone:
        return "gone"
    return "none_left" if value.times and set(value.times) <= busy else stage
