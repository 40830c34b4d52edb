"""What commits quickly is kept by the disk before anybody is told that it is done."""

from typing import Any

import pytest
from django.db import connection, transaction

from guichet.kernel.database import commits

pytestmark = pytest.mark.django_db(transaction=True)


def value_of(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    assert row
    return row[0]


def test_it_does_not_wait_in_its_transaction_and_is_kept_when_that_is_over() -> None:
    value_of("SELECT set_config('synchronous_commit', 'on', false)")  # tests do without otherwise
    with transaction.atomic():
        value_of("SELECT write_audit('seen', 'office', 1, 'system', now()) IS NULL")
        value_of(f"SELECT {commits.QUICKLY}")
        commits.be_sure()
        assert value_of("SHOW synchronous_commit") == "off"
        place = value_of("SELECT pg_current_wal_insert_lsn()")
    assert value_of("SHOW synchronous_commit") == "on"
    assert value_of(f"SELECT pg_current_wal_flush_lsn() > '{place}'::pg_lsn")


def test_nobody_waits_for_what_was_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "_wait", lambda: pytest.fail("It waited."))
    with transaction.atomic():
        commits.be_sure()
        transaction.set_rollback(True)
