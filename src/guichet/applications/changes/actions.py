"""What a client does later on: withdraw, erase a draft, put answers right, begin anew with them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guichet.applications import periods, queries, rules, states, worklist
from guichet.applications.apply import starting
from guichet.applications.apply.starting import NewApplication, promises
from guichet.applications.changes import corrections
from guichet.applications.changes.queries import outcomes_of
from guichet.applications.changes.rules import IN_WORDS, ChangeOutcome, Why
from guichet.applications.decisions import requests
from guichet.applications.form.answers import reading_of
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, DocumentRequest, OfficerTask
from guichet.applications.searching import keys as search_keys
from guichet.eligibility.content import today
from guichet.kernel.database import moments
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

CLIENT = states.CLIENT
OFFERED = "offered"
# What a new application asks afresh: it is signed anew, and this one was an earlier one.
ASKED_AFRESH = {"applied_before", "earlier_number"}


@transaction.atomic
def put_right(
    pk: int, *, why: Why, changes: Mapping[str, Any], words: str, now: datetime
) -> dict[str, ChangeOutcome]:
    """Do what the triage says of each change; `words` is what reaches an officer in words.

    Raise Obstacle, and change nothing, where one of the fields takes a new application.
    """
    application = queries.locked(pk)
    outcomes = outcomes_of(application, why, changes)
    answers = {
        field: value for field, value in changes.items() if outcomes[field].kind not in IN_WORDS
    }
    fresh = _without_asked_already(application, answers, outcomes)

    if fresh:
        corrections.correct(pk, fresh, now=now)
    if words:
        _tell(application, words, now=now)
    return outcomes


def _without_asked_already(
    application: Application, changes: Mapping[str, Any], outcomes: Mapping[str, ChangeOutcome]
) -> dict[str, Any]:
    """Leave out what an officer was asked for already: a double click is one request."""
    for_officer = {key: value for key, value in changes.items() if outcomes[key].kind == "request"}
    waiting = application.tasks.filter(kind="correction", done_at=None)
    versions = application.versions.filter(pk__in=[task.facts["version"] for task in waiting])
    is_waiting = any(
        for_officer.keys() <= {*version.changed}
        and all(version.answers.get(key) == value for key, value in for_officer.items())
        for version in versions
    )
    return {key: value for key, value in changes.items() if not (is_waiting and key in for_officer)}


def _tell(application: Application, words: str, *, now: datetime) -> None:
    earlier = application.requests.filter(kind=OFFERED)
    if any(request.explanation == words for request in earlier):
        return
    if application.state in states.OPEN:
        requests.offer_information(application.pk, words, now=now)
    else:
        _disclose(application, words, now=now)


def _disclose(application: Application, words: str, *, now: datetime) -> DocumentRequest:
    """Tell an officer what bears on an authorization that is valid (IRPR s. 12.06)."""
    authorization = queries.authorization_of(application)
    if authorization is None or authorization.ended_at is not None:
        raise Obstacle("not_possible_now", state=application.state, verb="disclose")
    disclosure = application.requests.create(
        kind=OFFERED,
        asked_at=now,
        due_on=today(now),
        explanation=words,
        answered_at=now,
    )
    task = worklist.add_task(application, OfficerTask.Kind.ANSWERED, cause=disclosure.pk, now=now)
    task.due_at = rules.due_at(now, within=periods.answer_time())  # its case was due long ago
    task.save(update_fields=["due_at"])
    audit.write("disclose", "application", application.pk, actor=CLIENT, now=now)
    return disclosure


def start_again(
    pk: int,
    changes: Mapping[str, Any],
    *,
    language: str,
    network: bytes | None,
    now: datetime,
    once: str = "",
    drafts: Iterable[Application] = (),
) -> NewApplication:
    """Begin a new application with the answers of an earlier one and what is to be different."""
    answers = {
        key: value
        for key, value in {**queries.application(pk).answers, **changes}.items()
        if key not in promises() | ASKED_AFRESH
    }
    return starting.start(
        language=language,
        reading=reading_of(answers, now=now),
        network=network,
        once=once,
        drafts=drafts,
        now=now,
    )


@transaction.atomic
def erase_draft(pk: int, *, now: datetime) -> Application:
    """Give up an application that was not sent, and forget everything that was typed into it."""
    application = queries.locked(pk)
    if application.state == "abandoned" and not application.answers:
        return application
    if application.state not in states.UNSENT:
        raise Obstacle("not_possible_now", state=application.state, verb="abandon")
    application = withdraw(pk, now=now)

    application.versions.all().delete()
    search_keys.forget(application)
    application.answers, application.steps = {}, {}
    application.email = application.email_pending = application.signature = ""
    application.passport = application.person = application.signed_at = None
    application.person_words = application.passport_next = None
    application.person_next = application.person_words_next = None
    application.born_on = None
    application.document_issued_on = application.document_expires_on = None
    application.save()
    audit.write("erase", "application", pk, actor=CLIENT, now=now)
    return application


@transaction.atomic
def withdraw(pk: int, *, now: datetime) -> Application:
    """End an application that its owner no longer wants; what was paid is not given back."""
    application = queries.locked(pk)
    if application.state in ("withdrawn", "abandoned"):
        return application
    if application.state in states.UNSENT:
        return _abandon(application, now=now)
    if application.state == states.INVITED:
        moments.tell(now)
    application.state = states.next_state("withdraw", application.state, by=CLIENT)
    application.decided_at = now
    application.save(update_fields=["state", "decided_at"])
    application.decisions.create(kind="withdrawn", public_reasons=["by_applicant"], at=now)
    queries.open_requests(application).update(dropped_at=now)
    worklist.end_tasks(application, now=now)
    letters.send(application, "withdrawn", cause="client", now=now, reasons=["by_applicant"])
    audit.write("withdraw", "application", pk, actor=CLIENT, now=now)
    return application


def _abandon(application: Application, *, now: datetime) -> Application:
    application.state = states.next_state("abandon", application.state, by=CLIENT)
    application.save(update_fields=["state"])
    audit.write("abandon", "application", application.pk, actor=CLIENT, now=now)
    return application
