"""Whether the database is known to be gone: then every request fails at once, and none waits.

It opens at the first sign that the server does not answer. From then on one thread alone asks, on a
connection of its own, and lets the others through when there is an answer. A false alarm
therefore lasts as long as one short question.
"""

import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)
PAUSE = 0.5  # seconds between two questions


class Breaker:
    """One a process; `is_open` while the database is known to be gone."""

    def __init__(self) -> None:
        self.is_open = False
        self.recovered_at = 0.0  # by time.monotonic: what was connected before may be frozen
        self.answers: Callable[[], bool] = lambda: True  # the engine says how to ask
        self.recovered: Callable[[], object] = lambda: None  # done before others are let through
        self._lock = threading.Lock()

    def begin_anew(self) -> None:
        """Forget what was known: a process that was forked has no thread that would ask."""
        self.is_open = False
        self._lock = threading.Lock()

    def trip(self) -> None:
        """Fail everything from now on, until the server answers."""
        with self._lock:
            if self.is_open:
                return
            self.is_open = True
        log.warning("The database does not answer; requests fail at once until it does.")
        threading.Thread(target=self._ask_until_it_answers, daemon=True).start()

    def _ask_until_it_answers(self) -> None:
        try:
            while not self.answers():
                time.sleep(PAUSE)
            self.recovered()
        finally:
            self.recovered_at = time.monotonic()
            self.is_open = False
        log.warning("The database answers again.")


breaker = Breaker()
