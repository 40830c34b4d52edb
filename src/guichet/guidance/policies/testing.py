"""Worlds of policies for tests."""

from datetime import date, datetime

from guichet.guidance.models import PolicyVersion
from guichet.guidance.policies import actions
from guichet.guidance.policies.wording import Wording
from guichet.guidance.scenarios.actions import Person

FIRST, SECOND = Person("writer-1", "staff:1"), Person("writer-2", "staff:2")


def wording(**changes: object) -> Wording:
    """Return the words of a policy in two languages."""
    values: dict[str, object] = {
        "kind": "policy",
        "programme": "",
        "titles": {"en": "Call-backs", "fr": "Rappels"},
        "texts": {"en": "## When\n\nWe call *back*.", "fr": "Nous rappelons."},
        "changed": {"en": "It is new.", "fr": "C’est nouveau."},
    }
    return Wording(**values | changes)  # type: ignore[arg-type]


def make_policy(
    policy: str = "call-backs", *, now: datetime, since: date | None = None, **changes: object
) -> PolicyVersion:
    """Return a version that one writer wrote and another approved."""
    actions.begin(policy, wording(**changes), since=since, by=FIRST, now=now)
    actions.propose(policy, by=FIRST, now=now)
    return actions.approve(policy, revision=1, by=SECOND, now=now)
