"""Worlds of scenarios for tests."""

import json
from dataclasses import replace
from datetime import date, datetime

from guichet.guidance.models import ScenarioVersion
from guichet.guidance.scenarios import actions, queries, snapshots
from guichet.guidance.scenarios.drafts import drafts
from guichet.kernel import clock
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
