"""Judgement about hand-overs: who may give a contact away, and who may take one."""

from collections.abc import Set as AbstractSet

from guichet.kernel.obstacles import Obstacle

TAKES = "open_by_proof"  # whoever may is the tier that takes over


def gives(permissions: AbstractSet[str]) -> bool:
    """Tell whether somebody is of a tier that hands contacts over, and takes none."""
    return "answer" in permissions and TAKES not in permissions


def check_taking(outcome: str, *, asked_by: int, agent: int) -> None:
    """Raise Obstacle for a hand-over that is over, or one's own."""
    if outcome:
        raise Obstacle(f"hand_over_{outcome}")
    if asked_by == agent:
        raise Obstacle("hand_over_own")
