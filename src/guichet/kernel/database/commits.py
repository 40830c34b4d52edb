"""Commit at once with others what tells somebody (NOTIFY), and wait for the disk once for all.

PostgreSQL lets one transaction at a time commit that tells, and each keeps the others out until
the disk has it: twenty at once wait for the disk twenty times. One that commits `QUICKLY` is out
of the way at once, and `be_sure` waits for the disk thereafter, together with all the others.
"""

from django.db import connection, transaction

QUICKLY = "set_config('synchronous_commit', 'off', true)"  # a column of a statement that writes
# A line of the log behind ours: once the disk has it, it has all before. Nobody reads it.
_SURE = "SELECT pg_logical_emit_message(true, 'guichet', '')"


def be_sure() -> None:
    """Have the disk keep what this transaction writes before anybody is told that it is done."""
    transaction.on_commit(_wait)


def _wait() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SURE)
