"""How far tests go, and what they may do to the record, which the site may not."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

# `make test` tries what stands for the rest, `make test-deep` everything.
IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
_GUARDED = ("kernel_auditentry", "kernel_auditseal")


def usual[T](*these: T, of: Collection[T], deep: bool = IS_DEEP) -> list[T]:
    """Return these cases, which stand for all of the others; a deep run tries all.

    One that is not among them is refused with a ValueError, or it would be tried no more.
    """
    if missing := [case for case in these if case not in of]:
        raise ValueError(f"{missing} stand for nothing.")
    return list(of) if deep else list(these)


@contextmanager
def without_guards() -> Iterator[None]:
    """Let the record be changed and emptied for a while."""
    _set("DISABLE")
    try:
        yield
    finally:
        _set("ENABLE")


def _set(state: str) -> None:
    with connection.cursor() as cursor:
        for table in _GUARDED:
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER USER")
