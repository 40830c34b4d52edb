"""The law of this site, and what its questions offer, read once from content/."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings

from guichet.eligibility.law import Law
from guichet.kernel.content import layers


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to a question that gathers several facts."""

    key: str
    facts: Mapping[str, str | bool]
    modes: tuple[str, ...] = ()


@cache
def law() -> Law:
    """Return the law of this site."""
    return Law(settings.CONTENT_DIR)


@cache
def offers(question: str) -> tuple[Offer, ...]:
    """Return what can be answered to "held" or "rare", "none of these" not included."""
    return tuple(
        Offer(line["key"], line["facts"], tuple(line.get("modes", ())))
        for line in _structure()[question]
    )


@cache
def _structure() -> Mapping[str, Mapping]:  # type: ignore[type-arg]
    file = settings.CONTENT_DIR / "eligibility" / "questions.toml"
    return layers.toml(file)


def today(now: datetime) -> date:
    """Return the day on the authority's clock, by which all about an authorization goes."""
    return law().day_of(now)
