"""What orders the queue of an office: the table of content/, and what the office has decided."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings

from guichet.counter.models import OfficeQueue
from guichet.counter.queue.rules import Precedence
from guichet.kernel.content import layers


@cache
def table() -> Mapping[str, Any]:
    """Return content/tables/queue.toml, the agency's own over the shipped one."""
    return layers.toml(settings.CONTENT_DIR / "tables" / "queue.toml")


def needs() -> tuple[str, ...]:
    """Return the codes of what a client may need, in the order of the table."""
    return tuple(table()["need"])


def reasons() -> tuple[str, ...]:
    """Return the codes of why somebody is urgent, in the order of the table."""
    return tuple(table()["urgent"])


def of(queue: OfficeQueue | None) -> Precedence:
    """Return what orders the queue of an office; None where it has decided nothing."""
    if queue is None:
        return decided(grace=None, walk_in=None)
    return decided(grace=queue.grace_minutes, walk_in=queue.walk_in_minutes)


def decided(*, grace: int | None, walk_in: int | None) -> Precedence:
    """Return what orders a queue, of minutes that its office has decided, or has not."""
    content = table()
    earlier = {**content["need"], **content["urgent"]}
    return Precedence(
        grace=content["grace"] if grace is None else grace,
        walk_in=content["walk_in"] if walk_in is None else walk_in,
        needs={code: row["minutes"] for code, row in earlier.items()},
    )
