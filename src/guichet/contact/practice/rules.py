"""Judgement of a run: its points by part, each with the reasons. Pure; no words, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guichet.contact.practice.stories.playing import State
from guichet.contact.practice.stories.story import Story
from guichet.contact.rules import Disclosure
from guichet.kernel.obstacles import Obstacle

PARTS = ("path", "order", "early", "promise", "outcome")
RIGHT = "right"
MOST_STEPS = 200
type Reason = tuple[str, str]  # its code, and the code of what it is about, or ""


@dataclass(frozen=True, slots=True)
class Points:
    """What a part is worth, and what each fault takes off."""

    points: int
    fault: int

    def less(self, faults: int, *, of: int | None = None) -> int:
        """Return what is left after so many faults, never less than nothing."""
        return max(0, (self.points if of is None else of) - faults * self.fault)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score."""

    name: str
    points: int
    most: int
    reasons: tuple[Reason, ...]


def score(
    story: Story, state: State, table: Disclosure, points: Mapping[str, Points]
) -> tuple[Part, ...]:
    """Return the parts of the score of a run that has ended, in the order of `PARTS`."""
    judged = {
        "path": _path(story, state, points["path"]),
        "order": _order(story, state, table, points["order"]),
        "early": _early(state, points["early"]),
        "promise": _promise(story, state, points["promise"]),
        "outcome": _outcome(story, state, points["outcome"]),
    }
    return tuple(
        Part(name, number, points[name].points, tuple(reasons) or ((RIGHT, ""),))
        for name, (number, reasons) in judged.items()
    )


def total(parts: Iterable[Part]) -> int:
    """Return the points of a whole run."""
    return sum(part.points for part in parts)


def check_turn(steps: int, after: int, *, is_same: bool) -> bool:
    """Tell whether a step is new; False where it is the same press once more.

    Raises Obstacle: `gone_on` where the page is older than the run, `too_long`.
    """
    if is_same:
        return False
    if after != steps:
        raise Obstacle("gone_on")
    if steps >= MOST_STEPS:
        raise Obstacle("too_long")
    return True


def _path(story: Story, state: State, points: Points) -> tuple[int, list[Reason]]:
    """Give a share for each scenario and action of the right path; one too many is a fault."""
    plays = {(play.scenario, play.answers) for play in state.plays}
    deeds = {deed.action for deed in state.deeds if not deed.is_early}
    right_plays = [(step.name, step.answers) for step in story.steps("play")]
    right_deeds = {step.name for step in story.steps("do")}
    missing = [
        ("missing_play", name) for name, answers in right_plays if (name, answers) not in plays
    ]
    missing += [("missing_deed", action) for action in sorted(right_deeds - deeds)]
    extra = [("extra", action) for action in sorted(deeds - right_deeds - story.may_do)]
    count = len(right_plays) + len(right_deeds)
    share = points.points * (count - len(missing)) // count if count else points.points
    return points.less(len(extra), of=share), missing + extra


def _order(
    story: Story, state: State, table: Disclosure, points: Points
) -> tuple[int, list[Reason]]:
    """Take off for what was asked, typed or tried that a right proof does without."""
    right = story.steps("check")
    if right and not state.checks:
        return 0, [("no_proof", "")]
    needs = {step.name for step in story.steps("ask")} | story.may_ask
    reasons: list[Reason] = [("needless", fact) for fact in sorted(set(state.asks) - needs)]
    unsaid = frozenset[str]().union(*(check.unsaid for check in state.checks))
    reasons += [("unsaid", fact) for fact in sorted(unsaid)]
    if not right:
        reasons += [("needless_set", "")] * len(state.checks)
        return points.less(len(reasons)), reasons
    reasons += [("no_set", "") for check in state.checks if not _is_set(table, check.facts)]
    guesses = state.failing(table) - _right_failures(story)
    reasons += [("guess", "")] * max(0, guesses)
    return points.less(len(reasons)), reasons


def _is_set(table: Disclosure, facts: frozenset[str]) -> bool:
    """Tell whether facts are enough for some level that asks for any."""
    return any(
        level.asks_no_more_than(facts) for level in table.levels if frozenset() not in level.ways
    )


def _right_failures(story: Story) -> int:
    """Return how many sets fail on the right path itself: a caller may say something wrong."""
    return sum(step.fails for step in story.steps("check"))


def _early(state: State, points: Points) -> tuple[int, list[Reason]]:
    reasons = [("early", deed.action) for deed in state.deeds if deed.is_early]
    return points.less(len(reasons)), reasons


def _promise(story: Story, state: State, points: Points) -> tuple[int, list[Reason]]:
    """Look for one promise of the right thing by a day that can be kept, or for none."""
    right = next(iter(story.steps("promise")), None)
    reasons: list[Reason] = []
    for what, days in state.promises:
        if right is None or len(state.promises) > 1:
            reasons.append(("needless_promise", what))
        elif what != right.name:
            reasons.append(("not_ours", what))
        elif not right.least <= days <= right.most:
            reasons.append(("day", what))
    if right is not None and not state.promises:
        reasons.append(("missing_promise", right.name))
    return points.less(len(reasons)), reasons


def _outcome(story: Story, state: State, points: Points) -> tuple[int, list[Reason]]:
    right = story.steps("end")[0].name
    reasons = [] if state.outcome == right else [("other_outcome", right)]
    return points.less(len(reasons)), list(reasons)
