"""The control of a simulated day: what it proves must fail where the call's lock is left out.

It is played in a copy of the database, which is dropped afterwards: the index that stands behind
the lock is taken away there.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection

from guichet.counter.models import Call, Ticket
from guichet.counter.queue import queries
from guichet.kernel.backups import beside, copies

INDEX = "one_open_call_a_ticket"
A_MOMENT = 0.02  # seconds between reading who is next and calling them, so that others read too


def leave_out_the_lock() -> None:
    """Let this process call without the lock, for good; it takes a moment before it writes."""
    read = queries.take_next

    def read_only(*place: Any, **facts: Any) -> Ticket | None:
        ticket = read(*place, **facts)
        time.sleep(A_MOMENT)
        return ticket

    setattr(queries, "LOCK", "")  # noqa: B010  A type checker forbids the other way.
    setattr(queries, "take_next", read_only)  # noqa: B010


@contextmanager
def in_a_copy(*, now: datetime) -> Iterator[None]:
    """Stand in a copy of the database without the index; it is dropped at the end.

    Raises BackupError with a sentence where none can be made.
    """
    name, _ = beside.names(now=now)
    beside.create(name)
    try:
        copies.pour(copies.as_it_is(), name)
        with beside.connected_to(name):
            index = {row.name: row for row in Call._meta.constraints}[INDEX]
            with connection.schema_editor() as editor:
                editor.remove_constraint(Call, index)
            yield
    finally:
        beside.drop(name)
