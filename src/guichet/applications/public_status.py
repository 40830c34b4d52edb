"""Where does it stand? The public answer, looked up by number or by passport in one statement."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from guichet.applications import numbers, tokens
from guichet.applications.identities import own_issuer
from guichet.applications.models import Application
from guichet.applications.rules import NOT_FOUND, PublicStatus, Standing, ended_as, public_status
from guichet.kernel.guarding import guesses, limits
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.guarding.table import STATUS
from guichet.kernel.obstacles import Obstacle

# What has an end that a decision explains. A case that was reopened has none any more.
DECIDED = frozenset({"not_approved", "no_longer_valid", "withdrawn"})

_FACTS = """
SELECT found.wait, found.levels,
       one.id, one.number, one.state, one.submitted_at, one.due_at, one.decided_at,
       given.number, given.valid_until, given.ended_as, given.ended_at,
       (SELECT min(due_on) FROM applications_documentrequest AS asked
         WHERE asked.application_id = one.id AND answered_at IS NULL AND dropped_at IS NULL),
       (SELECT jsonb_build_object('reasons', public_reasons, 'officer', officer_id IS NOT NULL)
          FROM applications_decision AS made
         WHERE made.application_id = one.id ORDER BY id DESC LIMIT 1)::text,
       (SELECT promised_on FROM applications_enquiry AS question
         WHERE question.application_id = one.id AND kind = 'late' AND answered_at IS NULL),
       EXISTS (SELECT FROM applications_reconsideration AS look
                 JOIN applications_decision AS made ON made.id = look.decision_id
                WHERE made.application_id = one.id AND look.decided_at IS NULL),
       EXISTS (SELECT FROM applications_payment AS paid
                WHERE paid.application_id = one.id AND refund_due AND refunded_at IS NULL)
  FROM {source} AS found
  LEFT JOIN applications_application AS one ON one.id = found.application
  LEFT JOIN applications_authorization AS given ON given.application_id = one.id
"""
_BY_LOOK_UP = _FACTS.format(source=f"look_up_status({', '.join(['%s'] * 18)})")
_OF_ONE = _FACTS.format(source="(SELECT 0 AS wait, '{{}}' AS levels, %s::bigint AS application)")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusQuestion:
    """What somebody knows of an application: number, passport and one date; or, without the
    number, the passport with birth and expiry."""

    number: str = ""
    passport_number: str
    issuer: str
    born_on: date | None = None
    issued_on: date | None = None
    expires_on: date | None = None

    @property
    def complete(self) -> bool:
        """Tell whether it is enough to look anything up by."""
        dates = (self.born_on, self.issued_on, self.expires_on)
        one_way = any(dates) if self.number else bool(self.born_on and self.expires_on)
        return bool(self.passport_number and self.issuer and one_way)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStanding:
    """The public status of an application and what may be told beside it."""

    status: PublicStatus
    number: str = ""
    submitted_at: datetime | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    answer_by: date | None = None
    authorization: str = ""  # shown whole only to who has number and PIN
    valid_until: date | None = None
    passport_ends_in: str = ""
    ended_as: str = ""
    ended_at: datetime | None = None
    reasons: tuple[str, ...] = ()  # of a decision that stands
    delay_answer_by: date | None = None  # promised to who asked why it takes so long
    is_looked_at_again: bool = False
    refund_due: bool = False
    record: int | None = None  # never shown

    @property
    def owed_at(self) -> datetime | None:
        """Return when an answer is owed; None while the person or an interview is waited for."""
        is_theirs = self.status.code == "action_needed"
        return None if is_theirs or self.status.next_step == "wait_for_interview" else self.due_at


UNKNOWN = PublicStanding(status=NOT_FOUND)


def look_up(question: StatusQuestion, *, guesser: Guesser, now: datetime) -> PublicStanding:
    """Return what the public is told; unknown and wrong are one answer, after the same work.

    What a try costs, `kernel.guarding.guesses` says: five failures an hour for one number or
    passport from one network, then Obstacle. A number that does not check itself is no failure, but
    mistyped.
    """
    if not question.complete:
        raise Obstacle("invalid", errors={"date_of_birth": "required"})
    number = numbers.read(question.number)
    if number and not numbers.is_number(number):
        limits.take(STATUS, guesser.network, now=now)
        raise Obstacle("mistyped_number")
    passport = tokens.passport_key(question.passport_number, own_issuer(question.issuer))
    guess = guesses.Guess("eta_status", number or passport.hex(), guesser)
    columns = [number, passport, question.born_on, question.issued_on, question.expires_on]

    token, counted = limits.token(STATUS, guesser.network), False
    while not counted:  # it is asked a second time where it had a price, and that was paid
        row = _row(_BY_LOOK_UP, [*token, *guess.columns(now), *guess.if_failed(), *columns])
        token, counted = limits.NO_TOKEN, guess.is_counted(row[0], row[1], now=now)
    passport_number = tokens.read_passport_number(question.passport_number)
    return _public_standing(row, passport_number, now=now) if row[2] else UNKNOWN


def of(application: Application, *, now: datetime) -> PublicStanding:
    """Return what the owner of an application is told, who opened it with number and PIN."""
    passport_number = str(application.answers.get("passport_number", ""))
    return _public_standing(_row(_OF_ONE, [application.pk]), passport_number, now=now)


def _row(statement: str, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


class _Facts(NamedTuple):
    """One row of _FACTS, without what the guess costs."""

    record: int
    number: str
    state: str
    submitted_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    authorization: str | None
    valid_until: date | None
    ended_as: str | None
    ended_at: datetime | None
    answer_by: date | None
    decision: str | None
    delay_answer_by: date | None
    is_looked_at_again: bool
    refund_due: bool


def _public_standing(
    row: tuple[Any, ...], passport_number: str, *, now: datetime
) -> PublicStanding:
    facts = _Facts(*row[2:])
    decision = _decision(facts.decision)
    standing = _standing(facts, closed_by_officer=bool(decision["officer"]))
    status = public_status(standing, now=now)
    return PublicStanding(
        status=status,
        number=facts.number,
        submitted_at=facts.submitted_at,
        due_at=facts.due_at,
        decided_at=facts.decided_at,
        answer_by=facts.answer_by,
        authorization=facts.authorization or "",
        valid_until=facts.valid_until,
        passport_ends_in=passport_number[-3:],
        ended_as=ended_as(standing, now=now) if facts.state == "issued" else "",
        ended_at=facts.ended_at,
        reasons=tuple(decision["reasons"]) if status.code in DECIDED else (),
        delay_answer_by=facts.delay_answer_by if status.code == "late" else None,
        is_looked_at_again=facts.is_looked_at_again,
        refund_due=facts.refund_due,
        record=facts.record,
    )


def _standing(facts: _Facts, *, closed_by_officer: bool) -> Standing:
    return Standing(
        state=facts.state,
        due_at=facts.due_at,
        valid_until=facts.valid_until,
        ended_as=facts.ended_as or "",
        closed_by_officer=closed_by_officer,
        all_answered=facts.answer_by is None,
        delay_asked=facts.delay_answer_by is not None,
    )


def _decision(text: str | None) -> dict[str, Any]:
    decision: dict[str, Any] = json.loads(text) if text else {"reasons": [], "officer": False}
    return decision


def masked(number: str) -> str:
    """Return a number of which only the ends can be read.

    >>> masked("J123456789")
    'J••••••789'
    """
    return f"{number[0]}{'•' * (len(number) - 4)}{number[-3:]}"
