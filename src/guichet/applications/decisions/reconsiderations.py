"""Look again at a refusal: asked for by the client, answered by another officer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from guichet.applications import periods, queries, rules, states, worklist
from guichet.applications.decisions import rules as decisions_rules
from guichet.applications.decisions.actions import check_officer, move
from guichet.applications.form.answers import letter_language
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, OfficerTask, Reconsideration
from guichet.applications.reasons.explanation import meant_in
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit


@transaction.atomic
def request_reconsideration(
    pk: int, new_facts: str, *, about: Mapping[str, str] | None = None, now: datetime
) -> Reconsideration:
    """Ask to look again at a refusal; it is listed for another officer and acknowledged.

    `about`: what is new about single facts on which the refusal rests, by their field.
    """
    application = queries.locked(pk)
    refusal = queries.last_decision(application, "refused")
    if application.state != "refused" or refusal is None or refusal.officer_id is None:
        raise Obstacle("not_possible_now", state=application.state, verb="reconsider")
    about_facts = {key: words for key, words in (about or {}).items() if words.strip()}
    if not new_facts.strip() and not about_facts:
        raise Obstacle("invalid", errors={"new_facts": "required"})
    waiting = refusal.reconsiderations.filter(decided_at=None).first()
    if waiting:
        return waiting

    reconsideration = refusal.reconsiderations.create(
        first_officer_id=refusal.officer_id,
        new_facts=new_facts,
        about_facts=about_facts,
        asked_at=now,
    )
    worklist.add_task(
        application, OfficerTask.Kind.RECONSIDERATION, cause=reconsideration.pk, now=now
    )
    letters.send(application, "reconsideration_received", cause=reconsideration.pk, now=now)
    audit.write("reconsider", "application", pk, actor=states.CLIENT, now=now)
    return reconsideration


@transaction.atomic
def reconsider(
    pk: int,
    *,
    officer: int,
    reopened: bool,
    public: Sequence[str],
    words: str = "",
    language: str = "",
    now: datetime,
) -> Reconsideration:
    """Decide upon a request to look again, as somebody who never refused this case.

    `words`: the officer's own, for the person, where the refusal stands. `language`: theirs, where
    it is another than that of the letters.
    """
    application, reconsideration = _waiting_reconsideration(pk)
    check_officer(application, officer, now=now)
    if not reopened:
        decisions_rules.check_reasons(public)

    reconsideration.outcome = "reopened" if reopened else "upheld"
    reconsideration.officer_id, reconsideration.decided_at = officer, now
    reconsideration.public_reasons = list(public)
    reconsideration.words = words
    reconsideration.language = (language or _of_letters(application)) if words else ""
    reconsideration.save()
    worklist.end_tasks(application, "reconsideration", now=now, officer=officer)
    if reopened:
        _reopen(application, now=now)
    _tell(application, reconsideration, now=now)
    facts = {"outcome": reconsideration.outcome, **meant_in([language if words else ""])}
    actor = audit.actor_of(officer)
    audit.write("reconsider", "application", application.pk, actor=actor, now=now, **facts)
    return reconsideration


def _tell(application: Application, reconsideration: Reconsideration, *, now: datetime) -> None:
    letters.send(
        application,
        f"reconsideration_{reconsideration.outcome}",
        cause=reconsideration.pk,
        now=now,
        reasons=reconsideration.public_reasons,
        decision=reconsideration.decision_id,
        reconsideration=reconsideration.pk,
    )


def _reopen(application: Application, *, now: datetime) -> None:
    application.due_at = rules.due_at(now, within=periods.answer_time())
    application.late_told_at = application.decided_at = None
    move(application, "reopen", by=states.OFFICER, now=now)
    worklist.add_task(application, OfficerTask.Kind.DECIDE, cause=now.timestamp(), now=now)


def _of_letters(application: Application) -> str:
    return letter_language(application.answers, language=application.language)


def _waiting_reconsideration(pk: int) -> tuple[Application, Reconsideration]:
    """Return a request that still waits, its application locked; or raise Obstacle."""
    waiting = Reconsideration.objects.filter(pk=pk, decided_at=None)
    case = waiting.values_list("decision__application", flat=True).first()
    if case is None:
        raise Obstacle("not_found")
    application = queries.locked(case)
    reconsideration = waiting.first()  # again, now that nobody else decides upon it
    if reconsideration is None:
        raise Obstacle("not_found")
    return application, reconsideration
