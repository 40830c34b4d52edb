"""Judgement about a contact at the desk: what is said of a set of facts, and with what it ends."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from guichet.contact.rules import (
    LOWEST,
    Disclosure,
    asks_for_proof,
    highest,
    is_locked,
)
from guichet.kernel.obstacles import Obstacle

CHANNELS = ("telephone", "in_person")
ESCALATED = "escalated"  # an officer goes on with it
# In what a contact ends: what came of it, in the order of the list.
OUTCOMES = (
    "answered",
    "sent",
    "question_opened",
    "call_back",
    ESCALATED,
    "not_proven",
    "elsewhere",
    "cut_off",
    "nobody_there",
)
LONGEST_PROMISE = timedelta(days=365)
MOST_QUESTIONS = 10  # to the officers in one contact: two about each case of a family of five
PROMISES = ("answer", "send_again")  # that agents keep by themselves
NOTHING_TOLD = frozenset({"cut_off", "nobody_there"})
# Who speaks, and who takes part because of that: an interpreter speaks for a client.
SPEAKERS = {
    "client": ("client",),
    "representative": ("representative",),
    "carrier": ("carrier",),
    "interpreter": ("client", "interpreter"),
}
VERDICTS = ("fits", "locked", "wrong", "sends", "too_little")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSet:
    """The last set of a contact: its facts by name, how far it went, how many failed of late."""

    level: str
    facts: AbstractSet[str]
    failures: int
    channel: str


def speaks(roles: Iterable[str]) -> str:
    """Return who speaks where these take part, as it is chosen when a contact begins.

    >>> speaks({"interpreter", "client"}), speaks(["carrier"])
    ('interpreter', 'carrier')
    """
    taking_part = set(roles)
    fitting = (code for code, together in SPEAKERS.items() if set(together) == taking_part)
    return next(fitting, "client")


def check_end(outcome: str, words: str, *, has_told: bool, is_with_officers: bool) -> None:
    """Raise Obstacle for a contact that would end without what came of it, or what was told.

    That an officer goes on with it is only said where something has gone to the officers.
    """
    if outcome not in OUTCOMES:
        raise Obstacle("invalid", errors={"outcome": "required"})
    if outcome == ESCALATED and not is_with_officers:
        raise Obstacle("invalid", errors={"outcome": "not_with_officers"})
    if outcome not in NOTHING_TOLD and not has_told and not words.strip():
        raise Obstacle("invalid", errors={"told": "required"})


def check_promise(due_on: date, *, today: date) -> None:
    """Raise Obstacle for a day so far off that nobody would wait for it."""
    if due_on - today > LONGEST_PROMISE:
        raise Obstacle("invalid", errors={"due_on": "too_far"})


def check_question(questions: int) -> None:
    """Raise Obstacle for one more question where a contact has opened as many as it may."""
    if questions >= MOST_QUESTIONS:
        raise Obstacle("invalid", errors={"question": "too_many"})


def verdict(table: Disclosure, roles: AbstractSet[str], last: LastSet) -> str:
    """Return what a page says of the last set: one word of VERDICTS, and nothing of its facts.

    Whoever could go no further than sending is told the same whether anything fits. After so many
    failed sets a right one and a wrong one that the code alone would open are told alike.
    """
    blind = max(rank for rank, level in enumerate(table.levels) if level.is_blind)
    if table.rank(last.level) > blind:
        return "fits"
    could_open = table.rank(highest(table, roles)) > blind and asks_for_proof(table, last.facts)
    if could_open and is_locked(table, failures=last.failures, channel=last.channel):
        return "locked"
    if could_open:
        return "wrong"
    return "sends" if table.levels[table.rank(last.level)].name != LOWEST else "too_little"
