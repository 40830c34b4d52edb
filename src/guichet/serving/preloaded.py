"""Start the web server with the site loaded before its processes part, so that they share memory.

    python -m guichet.serving.preloaded granian guichet.asgi:begin --factory ...

Granian forks its workers. What was loaded and rendered before lies in memory once for all of them,
and one that died is back in a moment.
"""

import gc
import sys
import threading
import time
from importlib import import_module
from multiprocessing.connection import wait

from granian.cli import entrypoint
from granian.server.mp import WorkerProcess

QUIET = 10.0  # seconds for threads to end: a fork takes none of them along


def load(target: str) -> None:
    """Load what is served, and leave nothing running in this process."""
    gc.disable()  # what is loaded stays: to look through it again and again takes time
    import_module(target.partition(":")[0])
    deadline = time.monotonic() + QUIET
    while threading.active_count() > 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    gc.collect()
    gc.enable()
    gc.freeze()  # the collector would write into every page that is shared


def is_alive(worker: WorkerProcess) -> bool:
    """Tell whether a worker still runs, whichever thread has heard of its end.

    Granian waits for each in two threads. The second to hear is told by Python that the worker
    lives on, and the log of an ordinary stop said that it was killed.
    """
    return bool(worker.inner.is_alive() and not wait([worker.inner.sentinel], 0))


def main() -> None:
    """Load, and become Granian."""
    del sys.argv[0]
    load(sys.argv[1])
    setattr(WorkerProcess, "is_alive", is_alive)  # noqa: B010  A type checker forbids the other way.
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
