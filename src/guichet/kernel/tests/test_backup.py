"""What a backup holds, a restore puts back; what came later is gone, and nothing else changes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.kernel import clock
from guichet.kernel.backups import beside
from guichet.kernel.database import marks
from guichet.kernel.models import AuditEntry
from guichet.kernel.testing import without_guards

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_is_left_beside() -> Iterator[None]:
    yield
    for database in beside.databases_aside():
        beside.drop(database.name)


@contextmanager
def a_role_that_makes_no_databases() -> Iterator[None]:
    parameters = connection.get_connection_params() | {"user": "postgres", "dbname": "postgres"}
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours)
    with psycopg.connect(**parameters, autocommit=True) as link:
        link.execute("ALTER ROLE guichet NOCREATEDB")
        try:
            yield
        finally:
            link.execute("ALTER ROLE guichet CREATEDB")


def note(verb: str) -> AuditEntry:
    return AuditEntry.objects.create(
        at=NOW, actor="system", verb=verb, record_type="test", record=1, facts={"name": "Ḥāфіз 鄭"}
    )


def test_it_puts_back_what_the_backup_holds(tmp_path: Path) -> None:
    entry = note("kept")
    call_command("backup", tmp_path / "copy.dump")
    note("lost")
    number = entry.pk
    with without_guards():
        entry.delete()

    call_command("restore", tmp_path / "copy.dump", replace=True)

    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "facts__name")) == [
        ("kept", "Ḥāфіз 鄭")
    ]
    assert note("next").pk > number  # the sequences came back as well


@pytest.mark.slow
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


@pytest.mark.slow
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
    with pytest.raises(CommandError, match="pg_restore failed"):
        call_command("restore", tmp_path / "broken.dump", replace=True)
    assert AuditEntry.objects.get().verb == "kept"
    assert beside.databases_aside() == []


@pytest.mark.slow
def test_it_keeps_what_was_there_until_told_otherwise(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "copy.dump")
    note("made since")
    out = StringIO()

    call_command("restore", tmp_path / "copy.dump", replace=True, stdout=out)

    (old,) = beside.databases_aside()
    assert f"kept-databases --drop {old.name}" in out.getvalue()
    with beside.connected_to(old.name):
        assert AuditEntry.objects.get().verb == "made since"
    assert not AuditEntry.objects.exists()
    call_command("kept_databases", stdout=out)
    assert f"{old.name}  " in out.getvalue()

    call_command("kept_databases", drop=old.name, stdout=out)
    assert beside.databases_aside() == []


@pytest.mark.slow
def test_it_lists_and_drops_those_that_are_older_than_so_many_days() -> None:
    def listing_of(**options: object) -> str:
        out = StringIO()
        call_command("kept_databases", stdout=out, **options)
        return out.getvalue()

    now = clock.now()
    _, old = beside.names(now=now - timedelta(days=31))
    _, young = beside.names(now=now - timedelta(days=29))
    copy, _ = beside.names(now=now - timedelta(days=400))
    for name in (old, young, copy):
        beside.create(name)
    assert [database.name for database in beside.databases_aside()] == [copy, old, young]

    listing = listing_of(older_than=30)
    assert old in listing and copy in listing and young not in listing and "2 kept." in listing
    for wrong in ({"drop": "all that are listed"}, {"older_than": 0}):
        with pytest.raises(CommandError):
            listing_of(**wrong)
    run = ManagementUtility(["guichet", "kept_databases", "--older-than", "30", "--drop"])
    run.execute()

    assert [database.name for database in beside.databases_aside()] == [young]
    assert "since" in listing_of() and young in listing_of()


def test_it_drops_no_database_but_those_that_a_restore_has_left() -> None:
    for name in ("postgres", beside.live_name()):
        with pytest.raises(CommandError, match="No restore has left"):
            call_command("kept_databases", drop=name)


@pytest.mark.slow
def test_a_trial_changes_nothing(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "copy.dump")
    note("made since")
    out = StringIO()
    call_command("restore", tmp_path / "copy.dump", trial=True, stdout=out)
    laws = StringIO()
    call_command("check_invariants", stdout=laws)
    assert laws.getvalue() in out.getvalue()
    assert "can be put back. Nothing was changed." in out.getvalue()
    assert AuditEntry.objects.get().verb == "made since"
    assert beside.databases_aside() == []


@pytest.mark.slow
def test_it_says_whose_sessions_stand_in_the_way(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "copy.dump")
    note("kept")
    superuser = connection.get_connection_params() | {"user": "postgres"}
    for ours in ("cursor_factory", "context"):
        superuser.pop(ours)
    with (
        psycopg.connect(**superuser | {"application_name": "a long look"}),
        pytest.raises(
            CommandError, match=r"in use by postgres \(a long look\).* Nothing was replaced"
        ),
    ):
        call_command("restore", tmp_path / "copy.dump", replace=True)
    assert AuditEntry.objects.get().verb == "kept"


def test_it_warns_where_what_it_copied_could_not_be_put_back_from_here(tmp_path: Path) -> None:
    errors = StringIO()
    with a_role_that_makes_no_databases():
        call_command("backup", tmp_path / "copy.dump", stderr=errors)
        note("kept")
        with pytest.raises(CommandError, match="ALTER ROLE guichet CREATEDB"):
            call_command("restore", tmp_path / "copy.dump", replace=True)
    assert "ALTER ROLE guichet CREATEDB" in errors.getvalue()
    assert AuditEntry.objects.get().verb == "kept"


@pytest.mark.slow
def test_it_tells_of_secrets_that_the_copy_was_made_under(
    tmp_path: Path, settings: Settings
) -> None:
    marks.foreign_secrets()
    call_command("backup", tmp_path / "copy.dump")
    settings.PIN_KEY = "another"
    errors = StringIO()
    call_command("restore", tmp_path / "copy.dump", replace=True, stderr=errors)
    assert "made under another PIN_KEY" in errors.getvalue()


def test_metrics_tell_when_a_copy_was_last_made(tmp_path: Path) -> None:
    before = int(clock.now().timestamp())
    call_command("backup", tmp_path / "copy.dump")
    metrics = Client().get("/metrics").content.decode()
    at = int(re.search(r"^guichet_last_backup_timestamp_seconds (\d+)$", metrics, re.M)[1])
    assert before <= at <= int(clock.now().timestamp())
