"""A person's file as it is read: the state and the clock, what to do, and all that was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from guichet.applications import numbers
from guichet.applications import rules as applications_rules
from guichet.applications.form.answers import name_of
from guichet.applications.letters import pdf as letters_pdf
from guichet.applications.models import (
    Application,
    Decision,
    DocumentRequest,
    OfficerTask,
    Paper,
    SecondReading,
)
from guichet.applications.queries import on_shelf
from guichet.applications.reasons import facts
from guichet.applications.reasons.facts import ShownGround
from guichet.applications.states import OURS
from guichet.casework import words
from guichet.casework.events import event
from guichet.casework.file import panels
from guichet.casework.file.queries import File
from guichet.casework.worklist import page as list_page
from guichet.eligibility import names
from guichet.eligibility.content import today


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How the promise of 72 hours stands."""

    text: Markup
    is_late: bool
    at: datetime


def clock(application: Application, language: str, *, now: datetime) -> Clock | None:
    """Return how long there is still time; None while nothing is owed."""
    if application.due_at is None or application.state not in OURS:
        return None
    text = list_page.time_left(application.due_at, language, now=now)
    return Clock(text=text, is_late=application.due_at <= now, at=application.due_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another application of the same passport or the same person."""

    number: str
    printed_number: str
    state: Markup
    at: datetime
    same: Markup


def others(
    applications: Sequence[Application], application: Application, language: str
) -> list[Other]:
    """Return the other applications, and what each has in common with this one."""
    say = words.says(language)
    return [
        Other(
            number=match.number,
            printed_number=numbers.for_people(match.number),
            state=words.of_code("state", match.state, language),
            at=match.submitted_at or match.started_at,
            same=say(f"file.same_{_same(match, application)}"),
        )
        for match in applications
    ]


def _same(match: Application, other: Application) -> str:
    passport, letters, spelling = (
        (key := getattr(match, name)) and bytes(key) == bytes(getattr(other, name) or b"")
        for name in map(on_shelf, ("passport", "person", "person_words"))
    )
    return "both" if passport and (letters or spelling) else "passport" if passport else "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDocuments:
    """What was asked for or offered, and what came."""

    request: DocumentRequest
    what: str
    papers: Sequence[Paper]


def questions(
    requests: Sequence[DocumentRequest], papers: Sequence[Paper], language: str
) -> list[AskedDocuments]:
    """Return what was asked and offered, the newest first, with the papers that came."""
    return [
        AskedDocuments(
            request=request,
            what=words.document(request.kind, language),
            papers=[paper for paper in papers if paper.request_id == request.pk],
        )
        for request in requests[::-1]
    ]


def waits(request: DocumentRequest) -> bool:
    return request.answered_at is None and request.dropped_at is None


def context(file: File, language: str, *, now: datetime) -> dict[str, object]:
    """Return what the page of a file shows, apart from what the officer may do."""
    application = file.application
    answers = application.answers
    return {
        "file": file,
        "application": application,
        **_numbers(application),
        "name": name_of(answers),
        "nationality": _country(answers.get("nationality"), language),
        "authorization": file.authorization,
        "for_people": numbers.for_people,
        "ended_as": _ended_as(file, now=now),
        "clock": clock(application, language, now=now),
        "questions": questions(file.requests, file.papers, language),
        "panels": panels.of(file, language, now=now),
        "decisions": file.decisions,
        "grounds": lambda decision: grounds(file, decision, language),
        "grounds_of": lambda reading: _grounds_now(file, reading, language),
        **_reasons(language),
        "printed": letters_pdf.is_printed,
        "others": others(file.others, application, language),
        "events": [event(entry, language) for entry in file.events],
        "corrections": {
            task.facts.get("version"): task
            for task in file.tasks
            if task.kind == OfficerTask.Kind.CORRECTION
        },
        "today": today(now),
        "waits": waits,
    }


def _grounds_now(file: File, reading: SecondReading, language: str) -> list[ShownGround]:
    of_case = facts.facts_in(file.application.answers, file.requests, language)
    return facts.grounds_with(reading.grounds, of_case, language)


def _reasons(language: str) -> dict[str, object]:
    return {
        "public": lambda codes: [words.reason(str(code), language) for code in codes],
        "internal": lambda codes: [words.of_code("internal", code, language) for code in codes],
    }


def _numbers(application: Application) -> dict[str, object]:
    return {"number_of": application.number, "shown": numbers.for_people(application.number)}


def grounds(file: File, decision: Decision, language: str) -> list[ShownGround]:
    """Return on what a decision of the file rests, from what was read already."""
    if not decision.grounds:
        return []
    answers = facts.answers_at(file.versions, decision.at) or file.application.answers
    of_case = facts.facts_in(answers, file.requests, language)
    return facts.grounds_with(decision.grounds, of_case, language)


def _country(code: object, language: str) -> str:
    return names.name_of(str(code), language) if code else ""


def _ended_as(file: File, *, now: datetime) -> str:
    """Return how the authorization ended; the worker need not have noted it yet."""
    authorization = file.authorization
    if authorization is None:
        return ""
    standing = applications_rules.Standing(
        state=file.application.state,
        valid_until=authorization.valid_until,
        ended_as=authorization.ended_as,
    )
    return applications_rules.ended_as(standing, now=now)
