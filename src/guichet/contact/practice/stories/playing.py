"""Where the steps of a run lead: pure, replayed from the start, by the real table of disclosure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from guichet.contact import rules
from guichet.contact.desk.rules import LastSet, verdict
from guichet.contact.practice.stories.story import NO_CODE, Story
from guichet.contact.rules import LOWEST, Disclosure, Proof

# A step as it is kept: {"ask": fact}, {"check": {fact: whether it fits}}, {"open": scenario,
# "version": its number}, {"answer": code}, {"do": action}, {"promise": what, "days": from the first
# day on}, {"end": outcome}.
type Step = Mapping[str, Any]
SEND_CODE = "send_code"


@dataclass(frozen=True, slots=True)
class Check:
    """A set that was compared: how far it reached, what the page says of it, what was not said."""

    facts: frozenset[str]
    fits: bool
    level: str
    verdict: str
    unsaid: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something told or done, and whether that was before it was proven."""

    action: str
    is_early: bool


@dataclass(frozen=True, slots=True)
class Play:
    """A scenario that was opened, and the answers so far."""

    scenario: str
    version: int
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What has happened in a run so far."""

    asks: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    deeds: tuple[Deed, ...] = ()
    plays: tuple[Play, ...] = ()  # each as far as it came
    promises: tuple[tuple[str, int], ...] = ()
    outcome: str = ""
    level: str = LOWEST

    @property
    def has_code(self) -> bool:
        """Tell whether a code has gone to the address on file."""
        return any(deed.action == SEND_CODE and not deed.is_early for deed in self.deeds)

    def times(self, fact: str) -> int:
        """Return how often the caller was asked for a fact and could have said it."""
        return Counter(self.asks)[fact]

    def failing(self, table: Disclosure) -> int:
        """Return how many sets failed: would have opened something, and did not fit."""
        return sum(
            not check.fits and rules.asks_for_proof(table, check.facts) for check in self.checks
        )


def replay(story: Story, steps: Iterable[Step], table: Disclosure) -> State:
    """Return where steps lead, one after another from the start."""
    return reduce(lambda state, step: after(story, state, step, table), steps, State())


def after(story: Story, state: State, step: Step, table: Disclosure) -> State:
    """Return what is so after one more step."""
    match dict(step):
        case {"ask": fact}:
            is_lost = fact == NO_CODE and not state.has_code
            return state if is_lost else replace(state, asks=(*state.asks, fact))
        case {"check": fits}:
            return _checked(story, state, fits, table)
        case {"open": scenario, "version": number}:
            return replace(state, plays=(*state.plays, Play(scenario, number)))
        case {"answer": code}:
            last = state.plays[-1]
            play = replace(last, answers=(*last.answers, code))
            return replace(state, plays=(*state.plays[:-1], play))
        case {"do": action}:
            is_early = not rules.allows(table, {story.role}, state.level, action)
            return replace(state, deeds=(*state.deeds, Deed(action, is_early)))
        case {"promise": what, "days": days}:
            return replace(state, promises=(*state.promises, (what, days)))
        case {"end": outcome}:
            return replace(state, outcome=outcome)
    raise ValueError(step)


def is_said(story: Story, state: State, fact: str) -> bool:
    """Tell whether the caller has said a fact."""
    return bool(story.said(fact, state.times(fact)))


def _checked(story: Story, state: State, fits: Mapping[str, bool], table: Disclosure) -> State:
    failures = story.failures + state.failing(table)
    proof = Proof(
        facts=frozenset(fits),
        fits=bool(fits) and all(fits.values()),
        failures=failures,
        channel=story.channel,
        participant=story.participant,
    )
    level = rules.reached(table, {story.role}, proof)
    fails = not proof.fits and rules.asks_for_proof(table, proof.facts)
    last = LastSet(level=level, facts=proof.facts, failures=failures + fails, channel=story.channel)
    check = Check(
        facts=frozenset(fits),
        fits=proof.fits,
        level=level,
        verdict=verdict(table, {story.role}, last),
        unsaid=frozenset(fact for fact in fits if not is_said(story, state, fact)),
    )
    best = max(state.level, level, key=table.rank)
    return replace(state, checks=(*state.checks, check), level=best)
