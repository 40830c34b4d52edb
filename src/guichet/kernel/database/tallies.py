"""What is only counted: under a few names, in the database, seldom written.

A process keeps its counts for some seconds and then adds them, so that a flood of what is counted
is one statement. What a process had not yet added when it ended is lost.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from django.db import DatabaseError, connection

PAUSE = 5.0  # seconds between two writes of a process
_ADD = """
INSERT INTO kernel_tally (name, count) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET count = kernel_tally.count + excluded.count
"""


@dataclass
class _Counts:
    tally: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    written_at: float = 0.0


_counts = _Counts()


def count(name: str) -> None:
    """Count one more of what a name stands for; the caller keeps names few and short."""
    with _counts.lock:
        _counts.tally[name] += 1
        if time.monotonic() < _counts.written_at + PAUSE:
            return
        _counts.written_at = time.monotonic()
        ready, _counts.tally = _counts.tally, Counter()
    try:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, sorted(ready.items()))
    except DatabaseError:
        with _counts.lock:
            _counts.tally += ready
