"""A thread that looks each second at what its process is busy with, and writes it down.

Counting it with each request would cost every request; whoever looks at a graph sees seconds.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connections

from guichet.kernel.meters import counts, memory

log = logging.getLogger(__name__)
PAUSE = 1.0  # seconds
_MEMORY_EACH = 15  # looks: it takes the system a millisecond or more


def begin(process: str, *looks: Callable[[], object]) -> None:
    """Look from now on, in a thread of its own; `process` is web or worker."""
    thread = threading.Thread(target=_watch, args=(process, looks), name="watches", daemon=True)
    thread.start()


def _watch(process: str, looks: tuple[Callable[[], object], ...]) -> None:
    number = 0
    while True:
        try:
            if number % _MEMORY_EACH == 0:
                counts.MEMORY.labels(process).set(memory.of_process())
            for look in looks:
                look()
        except Exception as error:  # a full disk, say; what is looked at goes on
            log.warning("What this process does is not counted: %s", type(error).__name__)
            return
        number += 1
        time.sleep(PAUSE)


def look_at_database() -> None:
    """Write down how the connections of this process are used; opens none."""
    pools: dict[str, Any] = type(connections["default"])._connection_pools  # type: ignore[attr-defined]
    pool = pools.get("default")
    facts = pool.get_stats() if pool else {}
    free = facts.get("pool_available", 0)
    counts.CONNECTIONS.labels("in_use").set(max(0, facts.get("pool_size", 0) - free))
    counts.CONNECTIONS.labels("free").set(free)
    counts.QUEUE.set(facts.get("requests_waiting", 0))
