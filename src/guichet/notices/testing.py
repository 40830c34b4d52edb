"""Ready-made notices: drafted by one, published by another, in words of one or more languages."""

from datetime import datetime, timedelta

from guichet.notices import actions, rules
from guichet.notices.numbers import deed_id, new_id
from guichet.notices.values import SITE, Deed, Notice, Words

ANNE, BEN = "anne", "ben"


def make_words(
    *,
    now: datetime,
    title: str = "Payments are down",
    languages: tuple[str, ...] = ("en", "fr"),
    scope: tuple[str, ...] = (SITE,),
    hours: float = 24,
) -> Words:
    """Return the words of a notice, the same in each of its languages but for the code."""
    return Words(
        kind="outage",
        severity="severe",
        scope=scope,
        starts_at=now,
        ends_at=now + timedelta(hours=hours),
        title={code: f"{title} ({code})" for code in languages},
        text={code: f"We work on it ({code})." for code in languages},
    )


def make_deed(
    verb: str, notice: str, *, by: str, now: datetime, words: Words | None = None
) -> Deed:
    """Return what somebody does to a notice."""
    return Deed(id=deed_id(), verb=verb, notice=notice, by=by, at=now, words=words)


def make_draft(*, now: datetime) -> Notice:
    """Return a notice that Anne wrote, in the database alone."""
    return actions.apply(
        make_deed(rules.DRAFT, new_id(), by=ANNE, now=now, words=make_words(now=now))
    )


def make_published(*, now: datetime, words: Words | None = None) -> Notice:
    """Return a notice that Anne wrote and Ben published."""
    number = new_id()
    words = words or make_words(now=now)
    actions.do(make_deed(rules.DRAFT, number, by=ANNE, now=now, words=words), now=now)
    return actions.do(make_deed(rules.PUBLISH, number, by=BEN, now=now), now=now)
