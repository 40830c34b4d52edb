"""How a file opens: why it is here, what set it off, and what is new to this officer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from markupsafe import Markup

from guichet.applications.decisions.grounds import ANSWERS_OF_REASON
from guichet.applications.form.in_words import AnswerRow, Part
from guichet.applications.models import OfficerTask, Reconsideration
from guichet.casework import words
from guichet.casework.events import Event, event
from guichet.casework.file import answers_page
from guichet.casework.file.answers_page import Edition
from guichet.casework.file.queries import File
from guichet.kernel.models import AuditEntry
from guichet.kernel.record import audit

# Looks that follow each other within it are one: whoever comes back from the page of a deed, or
# from the telephone, finds what is new as they left it.
SITTING = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an officer must look, with the answers that it comes from."""

    text: Markup
    rows: Sequence[AnswerRow] = ()
    written: Sequence[tuple[str, str]] = ()  # what the person wrote, each about what
    path: str = ""  # where the rest of it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What stands on top of a file."""

    reasons: Sequence[Reason]
    last_look: datetime | None  # of this officer; None: they have not seen it before
    news: Sequence[Event]  # what others did since, the newest first


def context(file: File, *, officer: int, language: str, now: datetime) -> dict[str, object]:
    """Return how a file opens for somebody, and the answers."""
    parts = answers_page.parts(file.application, language)
    editions = answers_page.editions(file.versions, language)
    me = audit.actor_of(officer)
    own = _look_before(file.own_looks, now)
    last_look = own.at if own else None
    news = [entry for entry in file.events if own and entry.pk > own.pk and entry.actor != me]
    return {
        "opening": Opening(
            reasons=[
                *_waits(file, language),
                *_reasons(file.application.review_reasons, parts, language),
            ],
            last_look=last_look,
            news=[event(entry, language) for entry in news],
        ),
        "parts": parts,
        "editions": editions,
        "answers_before": _answers_before(editions, last_look),
    }


def _look_before(looks: Sequence[AuditEntry], now: datetime) -> AuditEntry | None:
    """Return the last look before this sitting, or its first; looks stand with the newest first."""
    since, look = now, None
    for look in looks:
        if since - look.at >= SITTING:
            break
        since = look.at
    return look


def _waits(file: File, language: str) -> list[Reason]:
    """Return what the person waits for beside the course of the case, with what they wrote."""
    say = words.says(language)
    again = [
        Reason(say("opening.again"), written=_new_facts(request, language), path="#decisions")
        for entry in file.decisions
        for request in entry.again
        if not request.decided_at
    ]
    corrections = [
        Reason(say("opening.correction", fields=_fields(task, language)), path="#versions")
        for task in file.tasks
        if task.kind == OfficerTask.Kind.CORRECTION
    ]
    asks = [
        Reason(
            say("opening.enquiry", subject=words.of_code("asks", enquiry.kind, language)),
            path=reverse("staff:enquiry", kwargs={"number": enquiry.number}),
        )
        for enquiry in file.enquiries
        if enquiry.answered_at is None
    ]
    own = [
        Reason(words.of_code("reason", task.facts["reason"], language), path="#interviews")
        for task in file.tasks
        if "reason" in task.facts
    ]
    return [*again, *corrections, *_refunds(file, language), *asks, *own]


def _refunds(file: File, language: str) -> list[Reason]:
    return [
        Reason(words.says(language)("opening.refund"), path="#payments")
        for task in file.tasks
        if task.kind == OfficerTask.Kind.REFUND
    ]


def _new_facts(request: Reconsideration, language: str) -> list[tuple[str, str]]:
    about = [(words.label(key, language), text) for key, text in request.about_facts.items()]
    return [*about, *([("", request.new_facts)] if request.new_facts else [])]


def _fields(task: OfficerTask, language: str) -> str:
    return ", ".join(words.label(field, language) for field in task.facts.get("fields", []))


def _reasons(codes: Collection[str], parts: Sequence[Part], language: str) -> list[Reason]:
    rows = {row.key: row for part in parts for row in part.rows}
    return [
        Reason(
            words.of_code("reason", code, language),
            [rows[key] for key in ANSWERS_OF_REASON.get(code, ()) if key in rows],
        )
        for code in codes
    ]


def _answers_before(editions: Sequence[Edition], since: datetime | None) -> dict[str, str]:
    """Return what answers were that a correction changed after a look; after any, without one."""
    corrections = [edition for edition in editions if edition.cause == "corrected"]
    return {  # the oldest stands last: it says what the officer knew
        change.key: change.before
        for edition in corrections
        if since is None or edition.at > since
        for change in edition.changes
    }
