"""The record is only added to, sealed in order, and tells who changed it behind its back."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from pytest_django.fixtures import Settings

from guichet.kernel import clock
from guichet.kernel.logbook import logs
from guichet.kernel.models import AuditEntry, AuditSeal
from guichet.kernel.record import audit, seals
from guichet.kernel.testing import without_guards

pytestmark = pytest.mark.django_db


def write(count: int = 3, *, days_ago: int = 0) -> list[AuditEntry]:
    at = clock.now() - timedelta(days=days_ago)
    for number in range(count):
        audit.write("seen", "application", number, actor="staff:1", now=at, part="é=1")
    return list(AuditEntry.objects.order_by("-pk")[:count])[::-1]


def tamper(sql: str, *values: object) -> None:
    """Do as the owner of the tables can, who takes the guards away first."""
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def check() -> tuple[int, str]:
    output = StringIO()
    try:
        call_command("check_audit", stdout=output)
    except SystemExit as end:
        return int(str(end.code)), output.getvalue()
    return 0, output.getvalue()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_auditentry SET actor = 'nobody'",
        "DELETE FROM kernel_auditentry",
        "TRUNCATE kernel_auditentry",
        "UPDATE kernel_auditseal SET digest = ''",
        "DELETE FROM kernel_auditseal",
        "TRUNCATE kernel_auditseal",
    ],
)
def test_it_refuses_to_change_or_take_away_a_line(sql: str) -> None:
    write()
    seals.seal_all(now=clock.now())
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(sql)
    assert AuditEntry.objects.count() == 3
    assert check() == (0, "All 1 seals hold; 0 lines wait for the next one.\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda line: tamper("UPDATE kernel_auditentry SET actor = 'x' WHERE id = %s", line.pk),
        lambda line: tamper("UPDATE kernel_auditentry SET facts = '{}' WHERE id = %s", line.pk),
        lambda line: tamper("DELETE FROM kernel_auditentry WHERE id = %s", line.pk),
    ],
)
def test_it_names_the_line_that_somebody_changed(change: Callable[[AuditEntry], None]) -> None:
    write(4)
    seals.seal_all(now=clock.now())
    second = write(4)
    seals.seal_all(now=clock.now())
    change(second[1])
    code, report = check()
    assert code == 1
    assert "Seal 2 is broken" in report
    assert any(f"is {line.pk}." in report for line in second[1:3])


def test_it_notices_a_line_that_was_put_in_afterwards_and_a_seal_that_is_gone() -> None:
    first = write(2)
    connection.cursor().execute("SELECT nextval('kernel_auditentry_id_seq')")
    write(2)
    seals.seal_all(now=clock.now())
    write(2)
    seals.seal_all(now=clock.now())
    with transaction.atomic():
        late = first[0]
        late.pk = first[-1].pk + 1
        late.save(force_insert=True)
        assert "Seal 1 is broken" in check()[1]
        transaction.set_rollback(True)
    tamper("DELETE FROM kernel_auditseal WHERE number = 1")
    assert check()[0] == 1


def test_it_keeps_the_newest_seal_where_the_database_cannot_reach(
    tmp_path: Path, settings: Settings
) -> None:
    settings.AUDIT_SEAL_FILE = str(tmp_path / "seals")
    write()
    seals.seal_all(now=clock.now())
    seals.seal_all(now=clock.now())  # nothing new: nothing is added
    assert len((tmp_path / "seals").read_text().splitlines()) == 1
    assert check()[0] == 0
    # Somebody owns the server: writes another record, and seals it anew.
    tamper("DELETE FROM kernel_auditentry")
    tamper("DELETE FROM kernel_auditseal")
    write()
    settings.AUDIT_SEAL_FILE = ""
    seals.seal_all(now=clock.now())
    assert check()[0] == 0
    settings.AUDIT_SEAL_FILE = str(tmp_path / "seals")
    code, report = check()
    assert code == 1
    assert "Seal 1 is not the one" in report


def test_a_seal_stands_in_the_log_once_at_the_level_of_every_public_start() -> None:
    configured: Any = logs.configuration(level="ERROR", form="text")
    level, before = configured["loggers"][seals.log.name]["level"], seals.log.level
    assert level == "INFO"
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    seals.log.addHandler(handler)
    seals.log.setLevel(level)
    try:
        write()
        seals.seal_all(now=clock.now())
        seals.seal_all(now=clock.now())
    finally:
        seals.log.setLevel(before)
        seals.log.removeHandler(handler)
    assert len(lines) == 1 and lines[0].startswith("audit seal ")


def test_it_purges_by_age_alone_and_leaves_a_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 2)
    write(4, days_ago=731)
    seals.seal_all(now=clock.now() - timedelta(days=731))
    write(2)
    seals.seal_all(now=clock.now())
    assert seals.purge(now=clock.now()) == 4
    assert AuditEntry.objects.count() == 2
    assert list(AuditSeal.objects.order_by("number").values_list("number", flat=True)) == [2, 3]
    assert check()[0] == 0
    assert seals.purge(now=clock.now()) == 0
    write(2, days_ago=731)  # lines from before there were seals are sealed late, and go in time
    assert seals.purge(now=clock.now()) == 2
    assert check()[0] == 0
    tamper("UPDATE kernel_auditentry SET verb = 'x'")
    assert check()[0] == 1


@pytest.mark.django_db(transaction=True)
def test_it_seals_nothing_past_a_transaction_that_is_still_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seals, "PATIENCE", 0.3)
    is_written, may_end = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                write(1)
                is_written.set()
                may_end.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    assert is_written.wait(10)
    write(2)  # with later numbers, and seen earlier
    assert seals.seal_all(now=clock.now()) == 0
    may_end.set()
    thread.join()
    assert seals.seal_all(now=clock.now()) == 3
    assert check()[0] == 0
