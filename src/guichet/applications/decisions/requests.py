"""Questions for papers and words: asked, answered, reminded of, listed when they are overdue."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction

from guichet.applications import periods, queries, rules, states, worklist
from guichet.applications.decisions import queries as decisions_queries
from guichet.applications.decisions.actions import move
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, DocumentRequest, OfficerTask
from guichet.applications.reasons.explanation import meant_in
from guichet.eligibility import content
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit


@transaction.atomic
def answer_request(pk: int, request: int, explanation: str, *, now: datetime) -> Application:
    """Answer a question for papers; with the last answer the clock begins anew. Files are apart."""
    application = queries.locked(pk)
    question = queries.open_requests(application).filter(pk=request).first()
    if question is None:
        raise Obstacle("not_found")

    question.explanation, question.answered_at = explanation, now
    question.save(update_fields=["explanation", "answered_at"])
    if not queries.open_requests(application).exists():
        if states.is_possible("answer", application.state):
            application.state = states.next_state("answer", application.state, by=states.CLIENT)
            application.due_at, application.late_told_at = (
                rules.due_at(now, within=periods.answer_time()),
                None,
            )
            application.save(update_fields=["state", "due_at", "late_told_at"])
        # Who answered an invitation of before is still to be interviewed: no time was offered.
        worklist.add_task(application, OfficerTask.Kind.ANSWERED, cause=question.pk, now=now)
    audit.write("answer", "application", pk, actor=states.CLIENT, now=now, request=request)
    return application


@transaction.atomic
def offer_information(pk: int, explanation: str, *, now: datetime) -> DocumentRequest:
    """Attach what somebody forgot to say, unasked, while it can still change a decision."""
    application = queries.locked(pk)
    if not queries.takes_information(application):
        raise Obstacle("not_possible_now", state=application.state, verb="offer")
    offer = application.requests.create(
        kind="offered",
        asked_at=now,
        due_on=content.today(now),
        explanation=explanation,
        answered_at=now,
    )
    # A request to look again stands on the list already; who answers it reads this in the file.
    if application.state in states.OPEN:
        worklist.add_task(application, OfficerTask.Kind.ANSWERED, cause=offer.pk, now=now)
    audit.write("offer", "application", pk, actor=states.CLIENT, now=now)
    return offer


@transaction.atomic
def ask_for_documents(
    pk: int,
    papers: Sequence[tuple[str, str]],
    *,
    officer: int,
    due_on: date,
    languages: Mapping[str, str] = MappingProxyType({}),
    now: datetime,
) -> list[DocumentRequest]:
    """Ask for papers or explanations, each a code and the officer's own words, by a day.

    `languages`: of the words, by code, where it is another than that of the letters.
    """
    if not papers or due_on <= content.today(now):
        field = "due_on" if papers else "papers"
        raise Obstacle("invalid", errors={field: "out_of_range" if papers else "required"})
    application = queries.locked(pk)

    move(application, "ask", by=states.OFFICER, now=now)
    each = {"asked_at": now, "due_on": due_on}
    questions = [
        application.requests.create(
            kind=code, words=words, language=languages.get(code, ""), **each
        )
        for code, words in papers
    ]
    worklist.end_tasks(application, now=now, officer=officer)
    pks, first = [question.pk for question in questions], questions[0].pk
    on = due_on.isoformat()
    letters.send(application, "information_asked", cause=first, now=now, requests=pks, due_on=on)
    actor, facts = audit.actor_of(officer), meant_in(languages.values())
    audit.write("ask", "application", pk, actor=actor, now=now, **facts)
    return questions


REMIND_BEFORE = timedelta(days=3)
_UNANSWERED = "interview_unanswered"
# Why a question stands on the list unanswered, by what was asked for; a room above hands it in.
WHY_UNANSWERED: dict[str, Callable[[DocumentRequest], str]] = {
    queries.INTERVIEW_TIME: lambda _request: _UNANSWERED
}

# What the reminder of a question says beside its day, by what was asked for; handed in likewise.
REMINDED: dict[str, Callable[[DocumentRequest], Mapping[str, object]]] = {}


def remind(*, now: datetime) -> int:
    """Remind of questions whose day comes within three days, once each; return how many."""
    soon = content.today(now + REMIND_BEFORE)
    return sum(_remind(request, now=now) for request in decisions_queries.requests_due(by=soon))


@transaction.atomic
def _remind(request: DocumentRequest, *, now: datetime) -> bool:
    application = queries.locked(request.application_id)
    waiting = queries.open_requests(application).filter(pk=request.pk, reminded_at=None)
    if not waiting.update(reminded_at=now):
        return False  # answered or dropped meanwhile, or reminded of by another
    facts = REMINDED[request.kind](request) if request.kind in REMINDED else {}
    letters.send(
        application,
        "reminder",
        cause=request.pk,
        now=now,
        due_on=request.due_on.isoformat(),
        **facts,
    )
    return True


def list_overdue(*, now: datetime) -> int:
    """List for an officer the questions whose day has passed unanswered; return how many."""
    overdue = DocumentRequest.objects.filter(
        answered_at=None,
        dropped_at=None,
        due_on__lt=content.today(now),
        application__state__in=sorted(states.THEIRS),
    )
    return sum(list_one_overdue(request, now=now) for request in overdue)


@transaction.atomic
def list_one_overdue(request: DocumentRequest, *, now: datetime) -> bool:
    """List a question whose day has passed unanswered; tell whether it is new on the list."""
    application = queries.locked(request.application_id)
    if not queries.open_requests(application).filter(pk=request.pk).exists():
        return False  # answered or dropped meanwhile
    before = application.tasks.count()
    why = WHY_UNANSWERED.get(request.kind)
    reason = why(request) if why else ""
    facts: dict[str, Any] = {"reason": reason} if reason else {}
    kind = OfficerTask.Kind.REQUEST_DUE
    is_usual = reason in ("", _UNANSWERED)
    cause = request.pk if is_usual else f"{request.pk}-{reason}"
    worklist.add_task(application, kind, cause=cause, now=now, **facts)
    return application.tasks.count() > before
