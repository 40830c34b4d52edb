"""What the pages of an enquiry show: the clock, the press for the late, the question."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest

from guichet.applications import numbers, states
from guichet.applications.access.pages import masked, whole
from guichet.applications.enquiries import actions, queries, rules
from guichet.applications.form import mailbox
from guichet.applications.form.questions import hint, words
from guichet.applications.form.readers import SLIP
from guichet.applications.form.time_zones import moment_in
from guichet.applications.models import Application, Enquiry
from guichet.eligibility.content import today
from guichet.eligibility.programme import written_language
from guichet.web.words import speaker

_SENTENCES = {
    ("words", "required"): "ask.no_words",
    ("words", "too_long"): "ask.too_long",
    ("reply_to", "required"): "ask.no_reply",
    ("kind", "unknown_value"): "ask.no_kind",
    ("reference", "malformed"): "ask.no_reference",
}


def context(
    request: HttpRequest,
    application: Application | None,
    fields: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    now: datetime,
) -> dict[str, object]:
    """Return what the page asks and tells, with what was typed."""
    language = written_language(request)
    mine = list(queries.of(application)) if application else []
    kind = "trouble" if fields["kind"] == "trouble" else "other"
    return {
        "sent": fields,
        "errors": {field: _sentence(field, code, language) for field, code in errors.items()},
        "troubles": rules.TROUBLES,
        "number": whole(numbers.for_people(application.number)) if application else "",
        "which": mailbox.slip(fields["reply_to"]) if errors.get("reply_to") == SLIP else None,
        "asks_reply": application is None or not application.email,
        "late": _late(application, language, now=now),
        "enquiries": [facts_of(enquiry) for enquiry in mine],
        "promised_on": actions.promised_on(kind, now=now),
    }


def _sentence(field: str, code: str, language: str) -> str:
    if (field, code) in _SENTENCES:
        return speaker(language, "enquiries")(_SENTENCES[field, code])
    if field == "reply_to":
        return hint(code, language) if code == SLIP else words().error(code, language)
    return speaker(language, "enquiries")("ask.no_kind")


def _late(
    application: Application | None, language: str, *, now: datetime
) -> dict[str, object] | None:
    """Return what to say of the 72 hours: the press, the clock, or whose turn it is."""
    if application is None or application.state in states.UNSENT:
        return None
    due = application.due_at
    if rules.is_late(application.state, due_at=due, now=now):
        waits = queries.open_one(application, "late")
        day = waits.promised_on if waits else actions.promised_on("late", now=now)
        return {"case": "asked" if waits else "late", "promised_on": day}
    if application.state in states.THEIRS:
        return {"case": "yours"}
    if application.state not in states.OURS or due is None:
        return {"case": "decided"}
    minutes = int((due - now).total_seconds()) // 60
    home, zone = (application.answers.get(key) for key in ("home_country", "travel_time_zone"))
    due_at = moment_in(home, due, language, zone=zone)
    return {"case": "clock", "due_at": due_at, "left": minutes}


def facts_of(enquiry: Enquiry) -> dict[str, object]:
    """Return an enquiry as its client sees it."""
    case = enquiry.application
    to = (case.email if case else "") or enquiry.reply_to
    answered = enquiry.answered_at
    return {
        "number": numbers.for_people(enquiry.number),
        "kind": enquiry.kind,
        "promised_on": enquiry.promised_on,
        "answered_on": today(answered) if answered else None,
        "answer": enquiry.answer,
        "written_in": enquiry.answer_language or queries.answered_in(enquiry),
        "to": masked(to) if to else "",
        "has_case": case is not None,
    }
