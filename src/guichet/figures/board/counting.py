"""Steps of scenarios and refused fields, counted by day without a write for each.

A process keeps its counts for some seconds and then adds them in two statements, with the next
request of any kind. What a process had not yet added when it ended is lost.
"""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection

from guichet.guidance.player.counting import Reached
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day

PAUSE = 5.0  # seconds between two writes of a process
_LONGEST = 60  # characters of a field and a code
_STEP = """
INSERT INTO figures_stepcount AS counted
       (day, scenario, version, step, language, channel, is_outcome, shown, passed)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT ON CONSTRAINT one_count_a_day_and_step DO UPDATE
   SET shown = counted.shown + excluded.shown, passed = counted.passed + excluded.passed
"""
_REFUSAL = """
INSERT INTO figures_refusalcount AS counted (day, page, field, code, count)
VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT ON CONSTRAINT one_count_a_day_and_refusal DO UPDATE
   SET count = counted.count + excluded.count
"""


@dataclass
class _Counts:
    shown: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    passed: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    refused: Counter[tuple[Any, ...]] = field(default_factory=Counter)


@dataclass
class _State:
    counts: _Counts = field(default_factory=_Counts)
    lock: threading.Lock = field(default_factory=threading.Lock)
    written_at: float = 0.0


_state = _State()


def count_step(step: Reached) -> None:
    """Count a step that was shown, and the answer that led to it."""
    row = (authority_day(clock.now()).isoformat(), step.scenario, step.version)
    way = (step.language, step.channel)
    with _state.lock:
        _state.counts.shown[(*row, step.step, *way, step.is_outcome)] += 1
        if step.before:
            _state.counts.passed[(*row, step.before, *way, False)] += 1
    _write_soon()


def count_refusal(page: str, faults: Sequence[tuple[str, str]]) -> None:
    """Count each field of a page that was refused."""
    day = authority_day(clock.now()).isoformat()
    with _state.lock:
        for name, code in faults:
            _state.counts.refused[day, page, name[:_LONGEST], code[:_LONGEST]] += 1
    _write_soon()


def write() -> None:
    """Add what this process has counted; what the database does not take is kept."""
    with _state.lock:
        counts, _state.counts = _state.counts, _Counts()
        _state.written_at = time.monotonic()
    steps = counts.shown.keys() | counts.passed.keys()
    rows = [(*step, counts.shown[step], counts.passed[step]) for step in steps]
    try:
        with connection.cursor() as cursor:
            # In one order, so that two processes never wait for each other.
            cursor.executemany(_STEP, sorted(rows, key=str))
            cursor.executemany(_REFUSAL, sorted((*key, n) for key, n in counts.refused.items()))
    except DatabaseError:
        with _state.lock:
            _state.counts.shown += counts.shown
            _state.counts.passed += counts.passed
            _state.counts.refused += counts.refused


def forget() -> None:
    """Drop what this process has not yet added: a test begins with nothing of another."""
    with _state.lock:
        _state.counts = _Counts()


def write_what_waits(**_signal: object) -> None:
    """Add what waited long enough; called as each request begins, whatever it asks for."""
    counts = _state.counts
    if counts.shown or counts.passed or counts.refused:
        _write_soon()


def _write_soon() -> None:
    if time.monotonic() >= _state.written_at + PAUSE:
        write()
