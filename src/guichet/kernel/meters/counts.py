"""What is counted: requests, and what the processes of a node are busy with. Nothing personal."""

import logging
import os
import struct
from pathlib import Path

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from guichet.kernel.meters import figures

log = logging.getLogger(__name__)
_TRIES = 2
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_own = CollectorRegistry()

REQUESTS = Counter(
    "guichet_requests_total",
    "Requests that were answered, by the pattern of their address.",
    ("route", "method", "status"),
    registry=_own,
)
SECONDS = Histogram(
    "guichet_request_seconds",
    "From the head of a request to its answer, with the wait for its body and for a thread.",
    ("route",),
    buckets=_BUCKETS,
    registry=_own,
)
REFUSED = Counter(
    "guichet_refused_total",
    "Requests that were told to come back, as no thread was free for their kind (503), or that"
    " sent too slowly (408).",
    ("kind", "status"),
    registry=_own,
)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(name, text, labels, registry=_own, multiprocess_mode="livesum")


THREADS = _gauge("guichet_threads", "Threads that answer requests.")
BUSY = _gauge("guichet_threads_busy", "Threads that answer one just now, by its kind.", "kind")
WAITING = _gauge("guichet_requests_waiting", "Requests that wait for a thread, by kind.", "kind")
CONNECTIONS = _gauge(
    "guichet_database_connections",
    "Connections of the web processes' pools; a thread keeps one in use for a minute.",
    "state",
)
QUEUE = _gauge("guichet_database_waiting", "Threads that wait for a connection of a pool.")
MEMORY = _gauge(
    "guichet_memory_bytes", "Memory of processes, shared pages counted in parts.", "process"
)


def as_text() -> str:
    """Return what the processes of this node have counted, in the format of Prometheus."""
    folder = os.environ.get(figures.FOLDER)
    registry = _own
    if folder:
        figures.forget_the_dead(Path(folder))
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    for _ in range(_TRIES):
        try:
            return prometheus_client.generate_latest(registry).decode()
        except (OSError, ValueError, struct.error) as error:  # a file that is only being made
            log.warning("The counts of this node cannot be read: %s", type(error).__name__)
    return ""


prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
