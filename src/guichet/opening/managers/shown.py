"""What a page has shown before something is done, signed: nothing else is done by its button."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from guichet.opening.hours import proposals, release_rules
from guichet.opening.hours.proposals import Proposal
from guichet.opening.hours.release_rules import ReleaseRules

_SALT, _HOURS, _RELEASE = "closure as shown", "hours as shown", "release as shown"
LASTS = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A closure as somebody saw it, with the appointments that it was to hit."""

    office: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    plan: str
    people: Sequence[int] = ()

    def facts(self) -> dict[str, Any]:
        """Return what the closure is made of."""
        names = ("starts_at", "ends_at", "reason", "plan")
        return {name: getattr(self, name) for name in names}


def sign(wish: Shown, *, people: Sequence[int]) -> str:
    """Return a closure and whom it hits as a text that nobody else can make."""
    moments = [wish.starts_at.isoformat(), wish.ends_at.isoformat()]
    values = [wish.office, *moments, wish.reason, wish.plan, list(people)]
    return signing.dumps(values, salt=_SALT, compress=True)


def read(text: str, *, office: str) -> Shown | None:
    """Return what was shown of an office; None where it is too old, or was never shown."""
    try:
        of_office, starts_at, ends_at, reason, plan, people = signing.loads(
            text, salt=_SALT, max_age=LASTS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if of_office != office:
        return None
    return Shown(
        office=office,
        starts_at=datetime.fromisoformat(starts_at),
        ends_at=datetime.fromisoformat(ends_at),
        reason=reason,
        plan=plan,
        people=people,
    )


def sign_hours(wish: Proposal, *, people: Sequence[int]) -> str:
    """Return a change of hours and whom it touches as a text that nobody else can make."""
    return signing.dumps(replace(wish, people=people).values(), salt=_HOURS, compress=True)


def read_hours(text: str, *, office: str) -> Proposal | None:
    """Return the change of hours that was shown of an office; None as of a closure."""
    try:
        wish = proposals.of_values(signing.loads(text, salt=_HOURS, max_age=LASTS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return wish if wish.office == office else None


def sign_release(rules: ReleaseRules, *, office: str, mark: str) -> str:
    """Return rules that were tried, with the mark of the present ones, as a text of our own."""
    return signing.dumps([office, mark, rules.values()], salt=_RELEASE)


def read_release(text: str, *, office: str) -> tuple[ReleaseRules, str] | None:
    """Return the rules that were tried at an office, and that mark; None as of a closure."""
    try:
        of_office, mark, values = signing.loads(text, salt=_RELEASE, max_age=LASTS)
        rules = release_rules.of_values(values)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (rules, mark) if of_office == office else None
