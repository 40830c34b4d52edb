"""Whether a task may change hands."""

from collections.abc import Collection

from guichet.kernel.obstacles import Obstacle

# What only a decision ends: whoever is given one of these has to be able to decide.
DECIDED = frozenset({"decide", "late", "answered", "reconsideration", "second_read"})
# Where nothing is left to prepare: who does not decide would only keep it from those who do.
JUDGED = frozenset({"reconsideration", "second_read"})


def check_to_take(held_by: int, officer: int) -> None:
    """Raise Obstacle where a task cannot be taken among many: one's own, or a colleague's.

    That of a colleague is taken over one by one, so that nobody does it without looking.
    """
    if held_by:
        raise Obstacle("yours_already" if held_by == officer else "held")


def check_to_give(kind: str, *, to: int, by: int, deciding: Collection[int]) -> None:
    """Raise Obstacle where somebody would have what they may not decide.

    Taking it oneself is something else: who prepares takes a case to ask for what it lacks.
    """
    if to not in deciding and kind in (DECIDED if to != by else JUDGED):
        raise Obstacle("may_not_decide")


def check_to_share(kind: str, *, team: int, deciding: Collection[int]) -> None:
    """Raise Obstacle where a team would have what nobody in it may decide."""
    if team not in deciding and kind in DECIDED:
        raise Obstacle("may_not_decide")
