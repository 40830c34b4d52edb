"""What tests may do and the site may not: the owner of the tables takes their guards away."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_GUARDED = ("kernel_auditentry", "kernel_auditseal")


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
