"""Who changes a table steps back while somebody uses it, and does it a moment later."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate as djangos
from django.db import OperationalError, connection, connections, transaction

from guichet.kernel.management.commands import migrate
from guichet.kernel.models import Mark

pytestmark = pytest.mark.django_db(transaction=True)
CHANGE = "ALTER TABLE kernel_mark ADD COLUMN of_tomorrow integer"


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Have a migration that changes a table, and note each try."""
    attempts: list[str] = []

    def change(self: object, *args: object, **options: object) -> None:
        attempts.append("try")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CHANGE)

    monkeypatch.setattr(djangos.Command, "handle", change)
    monkeypatch.setattr(migrate, "LOCK_WAIT", 0.1)
    monkeypatch.setattr(migrate, "PAUSE", 0.2)
    yield attempts
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_mark DROP COLUMN IF EXISTS of_tomorrow")


def hold_the_table(is_read: threading.Event, may_end: threading.Event) -> None:
    """Read a table in a transaction that stays open, as a backup does."""
    try:
        with transaction.atomic():
            Mark.objects.count()
            is_read.set()
            may_end.wait(10)
    finally:
        connections.close_all()


def test_it_tries_again_while_somebody_reads(
    tries: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    is_read, may_end = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as reader:
        reader.submit(hold_the_table, is_read, may_end)
        assert is_read.wait(10)
        threading.Timer(0.8, may_end.set).start()
        call_command("migrate", verbosity=0, interactive=False)
    assert len(tries) > 1
    assert "in use; trying again" in capsys.readouterr().err
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_tomorrow FROM kernel_mark")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("30s",)


def test_it_gives_up_in_the_end(tries: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "PATIENCE", 0.0)
    is_read, may_end = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as reader:
        reader.submit(hold_the_table, is_read, may_end)
        assert is_read.wait(10)
        with pytest.raises(OperationalError):
            call_command("migrate", verbosity=0, interactive=False)
        may_end.set()
    assert len(tries) == 1
