"""Refusals that a second officer reads first: written, agreed to, or given back with words."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guichet.applications import queries, states, worklist
from guichet.applications.decisions import actions as decisions
from guichet.applications.form.answers import letter_language
from guichet.applications.models import Application, OfficerTask, SecondReading
from guichet.applications.reasons import explanation
from guichet.applications.reasons.explanation import Explanation, meant_in, of_stored
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

Outcome = SecondReading.Outcome


@transaction.atomic
def propose(
    pk: int, *, officer: int, why: Explanation, internal: Sequence[str] = (), now: datetime
) -> SecondReading:
    """Write a refusal for a second officer to read; the person is told nothing yet. Or Obstacle.

    Whoever wrote one that still waits may write it anew; a colleague may not.
    """
    explanation.check(why)
    application = queries.locked(pk)
    decisions.check_officer(application, officer, now=now)
    states.next_state("refuse", application.state, by=states.OFFICER)
    if queries.open_readings(application).exclude(first_officer_id=officer).exists():
        raise Obstacle("second_read_waits")

    worklist.end_tasks(application, now=now, officer=officer)
    task = worklist.add_task(
        application, OfficerTask.Kind.SECOND_READ, cause=now.timestamp(), now=now
    )
    worklist.bar(task, officer)
    reading = SecondReading.objects.create(
        task=task,
        first_officer_id=officer,
        grounds=why.as_stored(),
        words=why.words,
        language=why.language
        or letter_language(application.answers, language=application.language),
        internal_reasons=list(internal),
        asked_at=now,
    )
    actor, facts = audit.actor_of(officer), meant_in([why.language])
    audit.write("propose", "application", pk, actor=actor, now=now, **facts)
    return reading


@transaction.atomic
def agree(pk: int, *, officer: int, now: datetime) -> Application:
    """Agree to a refusal that somebody else wrote: it is sent as it stands. Or Obstacle."""
    application, reading = _waiting(pk, officer, now=now)
    _end(reading, Outcome.AGREED, officer=officer, now=now)
    return decisions.carry_out_refusal(
        application,
        officer=reading.first_officer_id,
        why=written_in(reading),
        internal=reading.internal_reasons,
        language=reading.language,
        second_officer=officer,
        now=now,
    )


@transaction.atomic
def give_back(pk: int, *, officer: int, words: str, now: datetime) -> SecondReading:
    """Give a refusal back to who wrote it, and say why; the case is theirs again. Or Obstacle."""
    if not words.strip():
        raise Obstacle("invalid", errors={"answer": "required"})
    application, reading = _waiting(pk, officer, now=now)
    reading.answer = words
    _end(reading, Outcome.GIVEN_BACK, officer=officer, now=now)
    worklist.end_tasks(application, now=now, officer=officer)
    task = worklist.add_task(application, OfficerTask.Kind.DECIDE, cause=now.timestamp(), now=now)
    task.officer_id = reading.first_officer_id
    task.save(update_fields=["officer"])
    actor = audit.actor_of(officer)
    audit.write("give_back_refusal", "application", application.pk, actor=actor, now=now)
    return reading


def written_in(reading: SecondReading) -> Explanation:
    """Return what a refusal that waits explains."""
    return Explanation(grounds=of_stored(reading.grounds), words=reading.words)


def _waiting(pk: int, officer: int, *, now: datetime) -> tuple[Application, SecondReading]:
    """Return a refusal that still waits for this officer, its case locked; or raise Obstacle."""
    case = SecondReading.objects.filter(pk=pk).values_list("task__about", flat=True).first()
    if case is None:
        raise Obstacle("not_found")
    application = queries.locked(case)
    reading = queries.open_readings(application).filter(pk=pk).first()  # nobody else has it now
    if reading is None:
        raise Obstacle("done_already")
    decisions.check_officer(application, officer, now=now, besides=[reading.first_officer_id])
    return application, reading


def _end(reading: SecondReading, outcome: Outcome, *, officer: int, now: datetime) -> None:
    reading.outcome, reading.officer_id, reading.read_at = outcome, officer, now
    reading.save()
