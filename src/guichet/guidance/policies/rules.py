"""Who may do what with a draft of a policy, and which version of it is published on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from guichet.kernel.obstacles import Obstacle

APPROVED, PUBLISHED, SUPERSEDED = "approved", "published", "superseded"


def check_writable(state: str, written_by: str, *, by: str) -> None:
    """Raise Obstacle `policy_waits` or `not_your_draft` where somebody may not go on writing."""
    if state == "waiting":
        raise Obstacle("policy_waits")
    if written_by != by:
        raise Obstacle("not_your_draft")


def check_approvable(state: str, written_by: str, *, by: str) -> None:
    """Raise Obstacle `policy_decided` or `own_policy` where somebody may not approve a draft."""
    if state != "waiting":
        raise Obstacle("policy_decided")
    if written_by == by:
        raise Obstacle("own_policy")


def first_day(day: date | None, *, today: date) -> date:
    """Return from when on an approved version is published: never from a day that is past."""
    return max(day or today, today)


def published(versions: Iterable[Any], *, today: date) -> Any | None:
    """Return the version that holds on a day: the highest number whose day has come, or none."""
    candidates = [version for version in versions if version.since <= today]
    return max(candidates, key=lambda version: version.number, default=None)


def standing(version: Any, current: Any | None, *, today: date) -> str:
    """Return how a version stands: approved and not begun, published, or superseded."""
    if current is not None and version.number < current.number:
        return SUPERSEDED
    return PUBLISHED if version.since <= today else APPROVED
