"""One node at a time prepares the database; a node that differs from the others is told."""

import threading
import time
from pathlib import Path

import pytest
from django.core.management import ManagementUtility, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from guichet.kernel.database import marks
from guichet.kernel.models import Mark
from guichet.kernel.running import preparation

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_node_waits_until_the_first_has_prepared() -> None:
    order, messages = list[str](), list[str]()

    def second() -> None:
        with preparation.alone(messages.append):
            order.append("second")

    with preparation.alone(messages.append):
        node = threading.Thread(target=second)
        node.start()
        deadline = time.monotonic() + 10
        while not messages and time.monotonic() < deadline:
            time.sleep(0.02)
        order.append("first")
    node.join(10)
    assert order == ["first", "second"]
    assert messages == ["Another node prepares the database; waiting for it."]


def test_the_first_node_leaves_marks_and_an_equal_one_passes(settings: Settings) -> None:
    settings.PRODUCTION = True
    assert marks.foreign_secrets() == []
    assert set(Mark.objects.values_list("name", flat=True)) == set(marks.SECRETS)
    assert settings.PIN_KEY not in "".join(Mark.objects.values_list("value", flat=True))
    assert marks.foreign_secrets() == []


def test_a_node_with_another_secret_does_not_start_in_production(settings: Settings) -> None:
    marks.foreign_secrets()
    settings.PRODUCTION, settings.PIN_KEY = True, "another"
    with pytest.raises(
        SystemExit, match=r"other secrets than the nodes that use this database \(PIN_KEY\)"
    ):
        preparation.check_database(lambda sentence: None)


def test_a_node_with_another_secret_releases_nothing_in_production(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks.foreign_secrets()
    called: list[str] = []
    monkeypatch.setattr(preparation, "call_if_there", called.append)
    settings.PRODUCTION, settings.PIN_KEY = True, "another"
    for prepare in (
        lambda: preparation.prepare_database(lambda sentence: None),
        lambda: ManagementUtility(["guichet", "migrate"]).execute(),
    ):
        with pytest.raises(SystemExit, match="other secrets"):
            prepare()
    assert called == []


def test_on_loopback_it_is_a_warning(settings: Settings) -> None:
    marks.foreign_secrets()
    settings.PIN_KEY = "another"
    messages = list[str]()
    preparation.check_database(messages.append)
    assert len(messages) == 1
    assert messages[0].startswith("WARNING: this node has other secrets")


def test_a_change_that_is_meant_is_accepted_by_a_command(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    marks.foreign_secrets()
    settings.PRODUCTION, settings.SECRET_KEY = True, "a new one"
    call_command("accept_secrets")
    assert "SECRET_KEY of this node hold from now on" in capsys.readouterr().out
    assert marks.foreign_secrets() == []


def test_production_warns_where_no_standby_is_waited_for(settings: Settings) -> None:
    settings.PRODUCTION, settings.DATABASE_URL = True, "postgresql://db/guichet"
    messages = list[str]()
    preparation.check_database(messages.append)
    assert preparation.NO_STANDBY in messages


def test_the_digest_of_content_is_the_same_on_every_node(tmp_path: Path) -> None:
    for node in ("a", "b"):
        (tmp_path / node).mkdir()
        (tmp_path / node / "offices.csv").write_text("code\n")
    same = marks.digest_of([tmp_path / "a"])
    assert marks.digest_of([tmp_path / "b"]) == same
    (tmp_path / "b" / "offices.csv").write_text("CODE\n")
    assert marks.digest_of([tmp_path / "b"]) != same


def test_a_node_that_prepares_nothing_waits_for_the_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([True, True, False])
    messages = list[str]()
    monkeypatch.setattr(preparation, "PAUSE", 0.01)
    monkeypatch.setattr(preparation, "_tables_are_missing", lambda: next(answers))
    preparation.wait_for_tables(messages.append)
    (message,) = messages
    assert message.startswith("Tables are missing; waiting for ")
    assert message.endswith("./guichet migrate.")


def test_every_table_is_there() -> None:
    assert not preparation._tables_are_missing()
    assert connection.connection is None
