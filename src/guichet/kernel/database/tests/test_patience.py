"""Each kind of process waits as long as who stands behind it can, and no longer."""

from collections.abc import Iterator

import pytest
from django.db import connection

from guichet.kernel.database import patience
from guichet.kernel.database.patience import COMMAND, WEB, WORKER, Patience


@pytest.fixture(autouse=True)
def _same_afterwards() -> Iterator[None]:
    before = patience.current()
    yield
    patience.act_as(before)


def test_a_page_waits_less_than_the_worker_and_the_worker_less_than_a_person_who_asked() -> None:
    for name in ("statement", "lock", "idle", "reply", "connection"):
        page, worker = getattr(WEB, name), getattr(WORKER, name)
        assert 0 < page < worker, name
    assert (COMMAND.statement, COMMAND.idle, COMMAND.reply) == (None, None, None)
    assert COMMAND.lock > WORKER.lock > WEB.lock
    assert [kind.is_web for kind in (WEB, WORKER, COMMAND)] == [True, False, False]


@pytest.mark.parametrize("kind", [WEB, WORKER])
def test_the_server_ends_a_statement_before_we_give_it_up(kind: Patience) -> None:
    assert kind.statement
    assert kind.reply
    assert kind.lock <= kind.statement < kind.reply


def test_it_tells_the_server_milliseconds_and_nothing_of_what_has_no_end() -> None:
    assert WEB.options == (
        "-c statement_timeout=5000 -c lock_timeout=2000"
        " -c idle_in_transaction_session_timeout=15000"
    )
    assert COMMAND.options == "-c lock_timeout=30000"


def test_it_is_what_was_said_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_keys", {"keys": ()})
    assert patience.name_of(WEB) == "guichet-web keys none"
    patience.open_with(keys={12, 1}, identity={1}, pin={2, 1})
    for kind in (WEB, WORKER, COMMAND):
        patience.act_as(kind)
        assert patience.current() is kind
        assert (
            patience.applied({}, options=True)["application_name"]
            == f"{kind.name} keys 1,12 pin 1,2"
        )


def test_the_address_has_the_last_word_and_its_options_come_after_ours() -> None:
    patience.act_as(WEB)
    address = {"connect_timeout": "9", "application_name": "theirs", "options": "-c x=1"}
    applied = patience.applied(address, options=True)
    assert (applied["connect_timeout"], applied["application_name"]) == ("9", "theirs")
    assert applied["options"] == f"{WEB.options} -c x=1"
    assert applied["keepalives"] == "1"


def test_a_pooler_is_told_no_options_of_ours() -> None:
    patience.act_as(WEB)
    assert "options" not in patience.applied({}, options=False)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [WEB, WORKER, COMMAND])
def test_a_server_understands_every_option(kind: Patience) -> None:
    words = kind.options.split("-c ")[1:]
    with connection.cursor() as cursor:
        for name, _, value in (word.strip().partition("=") for word in words):
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
            cursor.execute("SELECT setting FROM pg_settings WHERE name = %s", [name])
            assert cursor.fetchone() == (value,)
