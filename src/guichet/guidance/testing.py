"""Worlds of scenarios and articles for tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from guichet.guidance.knowledge import actions as knowledge
from guichet.guidance.knowledge import queries as articles
from guichet.guidance.knowledge import sources
from guichet.guidance.knowledge.drafts import LEDE, Draft, Line, Said
from guichet.guidance.models import ScenarioVersion
from guichet.guidance.scenarios import actions, queries, snapshots
from guichet.guidance.scenarios.drafts import drafts
from guichet.kernel import clock
from guichet.kernel.content.texts import Text
from guichet.kernel.models import Mark


def publish_shipped() -> None:
    """Publish every scenario that is shipped, as a start does."""
    Mark.objects.filter(name=actions.MARK).delete()
    actions.publish_shipped(now=clock.now())
    queries.forget()


def publish(name: str, *, now: datetime | None = None, **changes: object) -> ScenarioVersion:
    """Publish a shipped scenario whose tree says something else, by one person and another."""
    snapshot = snapshots.of(drafts()[name])
    texts = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in changes.items()
    }
    version = actions.keep_version(
        replace(
            snapshot,
            tree=json.dumps(json.loads(snapshot.tree) | texts),
            digest=f"{snapshot.digest[:40]}{len(texts)}",
        ),
        by="writer-1",
        approved_by="writer-2",
        reason="made for a test",
        now=now or clock.now(),
    )
    queries.forget()
    return version


def publish_articles() -> int:
    """Publish every article of the sources, as a start does; return how many said something new."""
    Mark.objects.filter(name=knowledge.MARK).delete()
    return knowledge.publish(now=clock.now())


def article(name: str, language: str = "en", *, title: str, says: str = "") -> Draft:
    """Return a draft of an article in one language."""
    lines = (Line(LEDE, Text(says or title, language)),)
    words = {language: Said(Text(title, language), lines)}
    return Draft(article=name, programme="eta", subject="form", words=words, action="apply")


@contextmanager
def only_source(*drafts: Draft) -> Iterator[None]:
    """Have these articles alone meanwhile, and publish them."""
    before = sources.SOURCES[:]
    sources.SOURCES[:] = [sources.Source(lambda: drafts)]
    try:
        publish_articles()
        yield
    finally:
        sources.SOURCES[:] = before
        articles.forget()
