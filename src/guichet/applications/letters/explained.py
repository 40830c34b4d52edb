"""A decision that explains itself, as its letter tells it: law, facts, an officer's words."""

from collections.abc import Sequence

from guichet.applications.models import Decision, Reconsideration
from guichet.applications.reasons import facts
from guichet.applications.reasons.facts import ShownGround
from guichet.post.mail_body import Quotation


def lines(decision: Decision, language: str) -> list[tuple[str, Sequence[str]]]:
    """Return the kind of each ground, with the law, its address, and the facts it rests on."""
    return [(ground.kind, _details(ground, language)) for ground in facts.shown(decision, language)]


def _details(ground: ShownGround, language: str) -> list[str]:
    rests_on = [fact.line(language) for fact in ground.facts]
    return [part for part in (ground.name, ground.link) if part] + rests_on


def quotation(decision: Decision | Reconsideration, heading: str) -> Quotation:
    """Return the officer's own words under a heading, marked with their language."""
    words = [line.strip() for line in decision.words.splitlines()]
    return Quotation(heading, [line for line in words if line], decision.language)
