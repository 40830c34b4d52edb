"""What a backup holds, a restore puts back; what came later is gone, and nothing else changes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from guichet.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def note(verb: str) -> AuditEntry:
    return AuditEntry.objects.create(
        at=NOW, actor="system", verb=verb, record_type="test", record=1, facts={"name": "Ḥāфіз 鄭"}
    )


def test_it_puts_back_what_the_backup_holds(tmp_path: Path) -> None:
    kept = note("kept")
    call_command("backup", tmp_path / "copy.dump")
    note("lost")
    number = kept.pk
    kept.delete()

    call_command("restore", tmp_path / "copy.dump", replace=True)

    assert list(AuditEntry.objects.values_list("verb", "facts__name")) == [("kept", "Ḥāфіз 鄭")]
    assert note("next").pk > number  # the sequences came back as well


def test_it_can_back_up_what_was_put_back(tmp_path: Path) -> None:
    note("kept")
    for round_number in range(2):
        call_command("backup", tmp_path / f"{round_number}.dump")
        call_command("restore", tmp_path / f"{round_number}.dump", replace=True)
    assert AuditEntry.objects.get().verb == "kept"


def servers() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


def test_it_leaves_no_connection_that_has_prepared_for_tables_now_gone(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "copy.dump")
    before = servers()

    call_command("restore", tmp_path / "copy.dump", replace=True)

    assert not servers() & before


def test_it_keeps_the_file_to_its_owner(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "copy.dump")
    assert (tmp_path / "copy.dump").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["copy.dump"]


def test_it_erases_records_only_when_told_to(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "copy.dump")
    note("kept")
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", tmp_path / "copy.dump")
    assert AuditEntry.objects.get().verb == "kept"


def test_it_changes_nothing_when_the_file_is_broken(tmp_path: Path) -> None:
    note("kept")
    call_command("backup", tmp_path / "copy.dump")
    whole = (tmp_path / "copy.dump").read_bytes()
    (tmp_path / "broken.dump").write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(CommandError, match="failed"):
        call_command("restore", tmp_path / "broken.dump", replace=True)
    assert AuditEntry.objects.get().verb == "kept"
