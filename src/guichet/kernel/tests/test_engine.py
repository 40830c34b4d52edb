"""A database that hangs costs each waiting request seconds, and the next one nothing."""

import os
import signal
import socket
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from guichet.kernel.database import patience
from guichet.kernel.engine import base
from guichet.kernel.engine.base import DatabaseWrapper
from guichet.kernel.engine.breaker import breaker
from guichet.kernel.engine.description import description
from guichet.kernel.engine.link import Link
from guichet.kernel.server.postgres import Server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the server's children there"),
]
REPLY = 0.6


@pytest.fixture(autouse=True)
def _as_the_web() -> Iterator[None]:
    """Be a web process with little patience, on connections of its own."""
    connection.close()
    connection.close_pool()
    patience.act_as(replace(patience.WEB, reply=REPLY, connection=0.5))
    yield
    patience.act_as(patience.COMMAND)
    wait_until_it_answers()
    connection.close()
    connection.close_pool()


def ask() -> int:
    """Ask as a request does: on a connection of the pool, which is given back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])
    finally:
        connection.close()


def wait_until_it_answers(seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            ask()
        except OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


@contextmanager
def frozen(*pids: int) -> Iterator[None]:
    """Let processes stand still; one that has ended by then keeps none of the others standing."""
    try:
        tell(pids, signal.SIGSTOP)
        yield
    finally:
        tell(pids, signal.SIGCONT)


def tell(pids: Iterable[int], word: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, word)


def backends() -> list[int]:
    """The server's processes that hold connections of the pool."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'guichet-web %'"
        )
        pids = [row[0] for row in cursor.fetchall()]
    connection.close()
    return pids


def server_processes() -> list[int]:
    server = Server(settings.DATA_DIR).pid
    assert server, "these tests freeze the server that pytest started"
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [server, *map(int, children)]


def how_long(*, fails: bool) -> float:
    start = time.monotonic()
    if fails:
        with pytest.raises(OperationalError):
            ask()
    else:
        ask()
    return time.monotonic() - start


own_server = pytest.mark.skipif(bool(settings.DATABASE_URL), reason="freezes a server of its own")


@own_server
def test_a_connection_that_is_frozen_is_given_up_and_the_next_request_served() -> None:
    with frozen(*backends()):
        assert REPLY <= how_long(fails=True) < REPLY + 1
        wait_until_it_answers(3)


@own_server
def test_a_server_that_is_frozen_fails_the_next_requests_at_once() -> None:
    ask()
    with frozen(*server_processes()):
        assert how_long(fails=True) < REPLY + 1
        assert breaker.is_open
        for _ in range(20):
            assert how_long(fails=True) < 0.1
    wait_until_it_answers(5)
    assert not breaker.is_open


def next_request() -> int:
    """Return the server's process that a request meets, which comes to this thread and ends."""
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = int(cursor.fetchone()[0])
    close_old_connections()
    return pid


def test_a_thread_of_the_web_keeps_its_connection_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert next_request() == next_request()
    assert connection.connection
    connection.close()
    monkeypatch.setattr(base, "KEPT", 0.0)
    next_request()
    assert not connection.connection


def test_other_processes_give_their_connection_back_at_once() -> None:
    patience.act_as(patience.WORKER)
    next_request()
    assert not connection.connection


def test_a_connection_that_was_kept_and_lost_its_server_is_met_by_nobody() -> None:
    pid = next_request()
    with psycopg.connect(**plain(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert next_request() != pid


def test_what_was_connected_before_the_database_came_back_is_not_used_again() -> None:
    pid = next_request()
    breaker.trip()
    deadline = time.monotonic() + 5
    while breaker.is_open and time.monotonic() < deadline:
        time.sleep(0.01)
    assert next_request() != pid


@own_server
def test_of_two_hosts_the_one_that_serves_is_asked_first_once_the_other_is_gone() -> None:
    """A machine that is gone answers no connection, and says nothing either."""
    facts = connection.settings_dict
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        address = {word: facts[word] for word in ("HOST", "PORT")}
        facts |= {"HOST": f"127.0.0.1,{facts['HOST']}", "PORT": f"{port},5432"}
        connection.close_pool()
        Link.served_by = ("", "")
        try:
            assert how_long(fails=True) < 1  # nobody waits for a machine that says nothing
            wait_until_it_answers(8)
            connection.close_pool()
            assert how_long(fails=False) < 1
        finally:
            connection.close_pool()
            facts |= address


def test_a_pool_that_is_too_small_is_not_taken_for_a_lost_database() -> None:
    ask()
    with ExitStack() as stack:
        links = [stack.enter_context(connection.pool.connection()) for _ in range(8)]
        with ThreadPoolExecutor(1) as others:
            busy = others.submit(
                lambda: [links[0].execute("SELECT pg_sleep(0.1)") for _ in "12345678"]
            )
            assert how_long(fails=True) < 1
            assert not breaker.is_open
            busy.result()


def test_a_slow_statement_is_ended_by_the_server_and_nobody_else_notices() -> None:
    patience.act_as(replace(patience.WEB, statement=0.3))
    with pytest.raises(OperationalError, match="statement timeout"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    assert not breaker.is_open
    connection.close()
    assert how_long(fails=False) < 1


def test_who_waits_for_a_lock_is_told_after_two_seconds() -> None:
    patience.act_as(patience.WEB)
    with psycopg.connect(**plain()) as holder:
        holder.execute("LOCK TABLE kernel_auditentry")
        start = time.monotonic()
        with pytest.raises(OperationalError, match="lock timeout"), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kernel_auditentry")
        assert 1.5 < time.monotonic() - start < 4
    assert not breaker.is_open


def plain() -> dict[str, object]:
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours, None)
    return parameters


@pytest.mark.parametrize(
    ("process", "limits"),
    [
        (patience.WEB, ("guichet-web keys 1", "5s", "2s", "15s")),
        (patience.WORKER, ("guichet-worker keys 1", "2min", "10s", "5min")),
        (patience.COMMAND, ("guichet-command keys 1", "0", "30s", "0")),
    ],
)
def test_each_kind_of_process_tells_the_server_its_name_and_its_limits(
    process: patience.Patience, limits: tuple[str, ...]
) -> None:
    patience.act_as(process)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('application_name'), current_setting('statement_timeout'),"
            " current_setting('lock_timeout'),"
            " current_setting('idle_in_transaction_session_timeout')"
        )
        assert cursor.fetchone() == limits


def test_an_address_has_the_last_word() -> None:
    parameters = patience.applied(
        {"connect_timeout": "9", "options": "-c lock_timeout=7000"}, options=True
    )
    assert parameters["connect_timeout"] == "9"
    assert parameters["tcp_user_timeout"] == "5000"
    assert parameters["options"].endswith("-c lock_timeout=7000")


POOLED = {"host": "pooler", "port": "6432", "user": "ada", "dbname": "g", "sslmode": "require"}
DIRECT = {"host": "a,b", "user": "ada", "password": "x", "dbname": "g"}


@pytest.mark.parametrize(
    ("process", "parts", "prepared"),
    [(patience.WEB, POOLED, None), (patience.WORKER, DIRECT, 2), (patience.COMMAND, DIRECT, 2)],
)
def test_the_web_alone_goes_through_a_pooler(
    process: patience.Patience, parts: dict[str, str], prepared: int | None
) -> None:
    patience.act_as(process)
    entry = description(POOLED, DIRECT)
    assert entry["DISABLE_SERVER_SIDE_CURSORS"]
    parameters = DatabaseWrapper({**connection.settings_dict, **entry}).get_connection_params()
    assert {word: parameters[word] for word in parameters if word in POOLED | DIRECT} == parts
    assert parameters["prepare_threshold"] == prepared
    assert ("options" in parameters) is (process is not patience.WEB)
