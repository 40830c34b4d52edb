"""What is decided: by the rule, which only approves, and by officers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guichet.applications import periods, queries, rules, states, worklist
from guichet.applications.decisions import authorizations, explanations, grounds, hands
from guichet.applications.decisions import queries as decisions_queries
from guichet.applications.decisions import rules as decisions_rules
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, OfficerTask
from guichet.applications.reasons import explanation
from guichet.applications.reasons.explanation import Explanation, meant_in
from guichet.eligibility import content
from guichet.eligibility.content import law
from guichet.kernel.database import moments
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

_TAKE_UP = """
UPDATE applications_application SET state = %s WHERE id = %s AND state = %s RETURNING *
"""


@transaction.atomic
def decide_by_rule(pk: int, *, now: datetime) -> Application:
    """Approve a simple case at once; list every other one for an officer, with the reasons."""
    application = _taken_up(pk) or queries.locked(pk)
    if application.state != "auto_review":
        return application

    history, row = decisions_queries.history_of(application), _row_of(application, now=now)
    case, today = grounds.case_facts_of(application.answers), content.today(now)
    reasons = decisions_rules.review_reasons(case, history, row=row, today=today)

    if reasons:
        application.review_reasons = list(reasons)
        move(application, "refer", by=states.SYSTEM, now=now)
        worklist.add_task(application, OfficerTask.Kind.DECIDE, cause=now.timestamp(), now=now)
        audit.write("refer", "application", pk, actor=states.SYSTEM, now=now, reasons=reasons)
    else:
        _approve(application, "issue", officer=None, row=row, internal=["simple"], now=now)
        if history.is_listed:
            worklist.end_tasks(application, now=now)
    return application


def _taken_up(pk: int) -> Application | None:
    """Take what waits for the rule under its review, locked; None where it does not wait."""
    verb, source = "review", "submitted"
    target = states.next_state(verb, source, by=states.SYSTEM)
    return next(iter(Application.objects.raw(_TAKE_UP, [target, pk, source])), None)


def _row_of(application: Application, *, now: datetime) -> int | None:
    """Return the row of the table of eligibility that answers for an application today."""
    at = law().noon_of(content.today(now))
    return grounds.eligibility_of(application.answers, at=at).row


@transaction.atomic
def approve(pk: int, *, officer: int, now: datetime, internal: Sequence[str] = ()) -> Application:
    """Approve as an officer, who may see what the rule cannot, within what the law lists."""
    application = queries.locked(pk)
    check_officer(application, officer, now=now)
    row, expires = _row_of(application, now=now), application.document_expires_on
    if expires is None or expires < content.today(now):
        raise Obstacle("passport_expired")
    if row not in decisions_rules.ETA_ROWS:
        raise Obstacle("not_eligible_by_table", row=row)

    _approve(application, "approve", officer=officer, row=row, internal=list(internal), now=now)
    _settle(application, officer=officer, now=now)
    return application


def _approve(
    application: Application,
    verb: str,
    *,
    officer: int | None,
    row: int | None,
    internal: list[str],
    now: datetime,
) -> None:
    by = states.OFFICER if officer else states.SYSTEM
    application.decided_at = now
    move(application, verb, by=by, now=now)
    decision = application.decisions.create(
        kind="approved", officer_id=officer, internal_reasons=internal, at=now
    )
    authorization = authorizations.issue(application, decisions_rules.ETA_ROWS[row], now=now)
    letters.send(application, "approved", cause=decision.pk, now=now)
    actor, gives = audit.actor_of(officer), authorization.pk
    audit.write(verb, "application", application.pk, actor=actor, now=now, gives=gives)


@transaction.atomic
def refuse(
    pk: int, *, officer: int, why: Explanation, internal: Sequence[str] = (), now: datetime
) -> Application:
    """Refuse, with an explanation for the person; only an officer does that."""
    explanation.check(why)
    if why.second_reader:
        raise Obstacle("second_reader_needed")
    application = queries.locked(pk)
    check_officer(application, officer, now=now)
    return carry_out_refusal(application, officer=officer, why=why, internal=internal, now=now)


def carry_out_refusal(
    application: Application,
    *,
    officer: int,
    why: Explanation,
    internal: Sequence[str],
    language: str = "",
    second_officer: int | None = None,
    now: datetime,
) -> Application:
    """Refuse a locked application in a transaction; who may was judged. `language`: of the words.

    With a second officer, who agrees, it is their deed, and the decision of who wrote it.
    """
    application.decided_at = now
    move(application, "refuse", by=states.OFFICER, now=now)
    decision = explanations.decision_of(
        application, "refused", why, officer=officer, internal=internal, now=now
    )
    if second_officer:
        decision.language, decision.second_officer_id = language, second_officer
        decision.save(update_fields=["language", "second_officer"])
    by = second_officer or officer
    _settle(application, officer=by, now=now)
    explanations.send(decision, now=now)
    actor, facts = audit.actor_of(by), meant_in([why.language])
    audit.write("refused", "application", application.pk, actor=actor, now=now, **facts)
    return application


@transaction.atomic
def close(pk: int, *, officer: int, public: Sequence[str], now: datetime) -> Application:
    """Withdraw the application of a citizen or permanent resident: other papers are for them."""
    decisions_rules.check_reasons(public)
    application = queries.locked(pk)
    check_officer(application, officer, now=now)

    application.decided_at = now
    move(application, "close", by=states.OFFICER, now=now)
    decision = application.decisions.create(
        kind="withdrawn", officer_id=officer, public_reasons=list(public), at=now
    )
    _settle(application, officer=officer, now=now)
    letters.send(application, "withdrawn", cause=decision.pk, now=now, reasons=list(public))
    audit.write("withdrawn", "application", pk, actor=audit.actor_of(officer), now=now)
    return application


def _settle(application: Application, *, officer: int, now: datetime) -> None:
    """Take what is over with a decision off the client's page and off the officers' list."""
    queries.open_requests(application).update(dropped_at=now)
    worklist.end_tasks(application, now=now, officer=officer)


@transaction.atomic
def invite(
    pk: int, *, officer: int, due_on: date, language: str = "", now: datetime
) -> Application:
    """Have a case wait until its person has chosen a time for an interview, or other times anew.

    What is offered, and the letter, are `interviews`'. `language`: of the officer's words, where
    it is another than that of the letters.
    """
    if due_on <= content.today(now):
        raise Obstacle("invalid", errors={"due_on": "out_of_range"})
    application = queries.locked(pk)
    if application.state == states.INVITED:
        queries.open_requests(application).update(dropped_at=now)
    else:
        move(application, "invite", by=states.OFFICER, now=now)
    application.requests.create(kind=queries.INTERVIEW_TIME, asked_at=now, due_on=due_on)
    worklist.end_tasks(application, now=now, officer=officer)
    actor, facts = audit.actor_of(officer), meant_in([language])
    audit.write("invite", "application", pk, actor=actor, now=now, **facts)
    return application


@transaction.atomic
def resume(pk: int, *, officer: int, now: datetime, reason: str = "") -> Application:
    """Take a case up again: all was answered, the interview was held, or nothing more is needed.

    `reason`: why it is on the list from now on, where that is not why the case is.
    """
    application = queries.locked(pk)
    application.due_at, application.late_told_at = (
        rules.due_at(now, within=periods.answer_time()),
        None,
    )
    move(application, "resume", by=states.OFFICER, now=now)
    queries.open_requests(application).update(dropped_at=now)
    _list_again(application, reason, now=now)
    audit.write("resume", "application", pk, actor=audit.actor_of(officer), now=now)
    return application


def _list_again(application: Application, reason: str, *, now: datetime) -> None:
    """See to it that a case that was taken up stands on the list, once, with its new time."""
    worklist.end_tasks(application, "request_due", "late", now=now)
    if not worklist.tasks_of(application).update(due_at=application.due_at):
        facts: dict[str, Any] = {"reason": reason} if reason else {}
        kind, cause = OfficerTask.Kind.DECIDE, now.timestamp()
        worklist.add_task(application, kind, cause=cause, now=now, **facts)


@transaction.atomic
def give_up(pk: int, *, officer: int, now: datetime) -> Application:
    """End an application whose questions nobody answered, once their day has passed."""
    application = queries.locked(pk)
    last = queries.open_requests(application).last()
    if last is None or last.due_on >= content.today(now):
        raise Obstacle("not_possible_now", state=application.state, verb="give_up")
    move(application, "give_up", by=states.OFFICER, now=now)
    _settle(application, officer=officer, now=now)
    letters.send(application, "abandoned", cause=now.timestamp(), now=now)
    audit.write("give_up", "application", pk, actor=audit.actor_of(officer), now=now)
    return application


def check_officer(
    application: Application, officer: int, *, now: datetime, besides: Iterable[int] = ()
) -> None:
    """Keep whoever has refused a case from deciding upon it a second time, by another account too.

    Who read a refusal and agreed has refused it as well. `besides`: whose words it is about. An
    account that an administrator had in hand lately is no other officer than theirs.
    """
    earlier = {*decisions_queries.refused_by(application), *besides}
    decisions_rules.check_other_officer(officer, earlier)
    if earlier:
        lately = hands.hands_on([officer], since=now - decisions_rules.IN_HAND)
        theirs = hands.hands_on(earlier) | {audit.actor_of(pk) for pk in earlier}
        decisions_rules.check_other_hands(lately, theirs)


def move(application: Application, verb: str, *, by: str, now: datetime) -> None:
    """Take an application to where a verb leads, and save it; raise Obstacle where it cannot go."""
    application.moved_from = application.state
    application.state = states.next_state(verb, application.state, by=by)
    if application.moved_from == states.INVITED:  # a trigger notes when the interview ended
        moments.tell(now)
    application.save()
