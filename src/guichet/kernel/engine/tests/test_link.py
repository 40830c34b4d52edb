"""A connection waits no longer than its process has patience, and begins where it was served."""

import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg_pool import PoolTimeout

from guichet.environment import complaints
from guichet.kernel.database import liveness, patience
from guichet.kernel.engine import base, breaker, description, link
from guichet.kernel.engine.base import DatabaseWrapper
from guichet.kernel.engine.description import PREPARED
from guichet.kernel.engine.link import Gone, Link

EMBEDDED = {"host": "/run/guichet", "user": "guichet", "dbname": "guichet"}


class Breaker(breaker.Breaker):
    """A breaker that only remembers that it was tripped."""

    trips = 0

    def trip(self) -> None:
        self.trips += 1


@pytest.fixture
def fuse(monkeypatch: pytest.MonkeyPatch) -> Breaker:
    fuse = Breaker()
    monkeypatch.setattr(link, "breaker", fuse)
    monkeypatch.setattr(base, "breaker", fuse)
    return fuse


@pytest.fixture
def _as_the_web() -> Iterator[None]:
    before = patience.current()
    patience.act_as(replace(patience.WEB, reply=0.2, connection=0.05))
    yield
    patience.act_as(before)


def plain() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours, None)
    return parameters


@pytest.fixture
def open_link(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Link]:
    monkeypatch.setattr(Link, "served_by", ("", ""))
    with Link.connect(**plain(), autocommit=True) as open_link:
        yield open_link


@pytest.mark.usefixtures("_as_the_web")
def test_a_reply_that_does_not_come_ends_the_connection_and_trips_the_breaker(
    open_link: Link, fuse: Breaker
) -> None:
    with pytest.raises(Gone, match=r"did not reply within 0\.2 seconds"):
        open_link.execute("SELECT pg_sleep(5)")
    assert open_link.closed
    assert fuse.trips == 1


@pytest.mark.usefixtures("_as_the_web")
def test_who_asks_briefly_is_told_and_trips_nothing(open_link: Link, fuse: Breaker) -> None:
    open_link.reply = 0.05
    with pytest.raises(Gone, match=r"within 0\.05 seconds"):
        open_link.execute("SELECT pg_sleep(5)")
    assert fuse.trips == 0


def test_a_process_for_which_nobody_waits_gives_up_its_connection_alone(
    open_link: Link, fuse: Breaker
) -> None:
    before = patience.current()
    patience.act_as(replace(patience.WORKER, reply=0.1))
    try:
        with pytest.raises(Gone):
            open_link.execute("SELECT pg_sleep(5)")
    finally:
        patience.act_as(before)
    assert open_link.closed
    assert fuse.trips == 0


def test_a_reply_is_noted_for_who_wonders_whether_the_database_is_there(
    open_link: Link, fuse: Breaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Link, "last_reply", 0.0)
    start = time.monotonic()
    open_link.execute("SELECT 1")
    assert start <= Link.last_reply <= time.monotonic()


def test_a_caller_that_says_how_long_waits_so_long_and_keeps_the_connection(
    open_link: Link, fuse: Breaker
) -> None:
    def nothing() -> Generator[Any, Any, None]:
        while True:
            yield psycopg.waiting.Wait.R

    with pytest.raises(psycopg.errors._WaitTimeout):
        open_link.wait(nothing(), timeout=0.05)
    assert not open_link.closed
    assert fuse.trips == 0


def test_it_notes_which_host_served_and_begins_there_the_next_time(
    open_link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Link.served_by == (open_link.info.host, str(open_link.info.port))
    beginnings: list[Any] = []

    def begin(parameters: Any, place: tuple[str, str]) -> dict[str, Any]:
        beginnings.append(place)
        return dict(parameters)

    monkeypatch.setattr(link, "beginning_with", begin)
    monkeypatch.setattr(Link, "served_by", ("b", "5502"))
    Link.connect(**plain()).close()
    assert beginnings == [("b", "5502")]


def wrapper(**facts: Any) -> DatabaseWrapper:
    return DatabaseWrapper({**connection.settings_dict, **facts})


def test_while_the_database_is_known_to_be_gone_nobody_tries_to_connect(
    fuse: Breaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    fuse.is_open = True
    monkeypatch.setattr(
        base.base.DatabaseWrapper, "get_new_connection", lambda *facts: pytest.fail("it tries")
    )
    with pytest.raises(Gone, match="known to be gone"):
        wrapper().get_new_connection({})


@pytest.mark.usefixtures("_as_the_web")
@pytest.mark.parametrize(("quiet", "trips"), [(0.0, 0), (60.0, 1)])
def test_a_pool_that_is_empty_means_a_lost_database_only_where_nobody_had_a_reply(
    fuse: Breaker, monkeypatch: pytest.MonkeyPatch, quiet: float, trips: int
) -> None:
    def wait(*facts: object) -> None:
        raise PoolTimeout

    monkeypatch.setattr(base.base.DatabaseWrapper, "get_new_connection", wait)
    monkeypatch.setattr(Link, "last_reply", time.monotonic() - quiet)
    with pytest.raises(PoolTimeout):
        wrapper().get_new_connection({})
    assert fuse.trips == trips


def test_outside_the_web_an_empty_pool_trips_nothing(
    fuse: Breaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(*facts: object) -> None:
        raise PoolTimeout

    monkeypatch.setattr(base.base.DatabaseWrapper, "get_new_connection", wait)
    monkeypatch.setattr(Link, "last_reply", 0.0)
    with pytest.raises(PoolTimeout):
        wrapper().get_new_connection({})
    assert fuse.trips == 0


@pytest.mark.django_db
def test_the_smallest_question_is_answered_and_where_nobody_is_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert base._answers()
    nowhere = {**plain(), "host": "/nowhere", "cursor_factory": None, "context": None}
    monkeypatch.setattr(DatabaseWrapper, "get_connection_params", lambda wrapper: dict(nowhere))
    assert not base._answers()


def test_the_pool_of_before_is_left_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    closings: list[float] = []

    class Pool:
        def close(self, timeout: float) -> None:
            closings.append(timeout)

    pools = {"default": Pool(), "other": Pool()}
    monkeypatch.setattr(base.base.DatabaseWrapper, "_connection_pools", pools)
    base._forget_connections()
    base._forget_connections()
    assert (closings, list(pools)) == ([0], ["other"])


def test_what_stands_around_each_statement_is_named_by_its_path() -> None:
    path = "guichet.kernel.tracing.statements.traced"
    (around,) = wrapper(TRACED=path).execute_wrappers
    assert f"{around.__module__}.{around.__name__}" == path
    assert wrapper(TRACED="").execute_wrappers == []


def test_django_is_told_of_a_pool_that_looks_whether_a_connection_lives() -> None:
    facts = description.description({"host": "a", "dbname": "g", "sslmode": "require"})
    options = facts["OPTIONS"]
    assert (facts["ENGINE"], facts["HOST"]) == ("guichet.kernel.engine", "a")
    assert options["sslmode"] == "require"
    assert options["prepare_threshold"] == PREPARED
    assert options["server_side_binding"] is True
    assert options["pool"]["connection_class"] is Link
    assert options["pool"]["check"] is liveness.check
    assert options["pool"]["min_size"] <= options["pool"]["max_size"]
    assert {"POOLER", "DIRECT", "TRACED"}.isdisjoint(facts)


def test_behind_a_pooler_nothing_stays_in_a_session() -> None:
    facts = description.description({"host": "p"}, {"host": "d"}, traced=True)
    assert facts["OPTIONS"]["prepare_threshold"] is None
    assert facts["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert facts["DIRECT"]["HOST"] == "d"
    assert facts["DIRECT"]["OPTIONS"]["prepare_threshold"] == PREPARED
    assert facts["TRACED"] == "guichet.kernel.tracing.statements.traced"


def test_the_address_is_the_settings_or_that_of_the_embedded_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(description.postgres, "socket_dir", lambda folder: EMBEDDED["host"])
    sentences: list[str] = []
    monkeypatch.setattr(description, "complain", sentences.append)
    assert description.address("", "DATABASE_URL", data_dir=tmp_path) == EMBEDDED
    url = "postgresql://ada@a/g"
    parts = {"user": "ada", "host": "a", "dbname": "g"}
    assert description.address(url, "DATABASE_URL", data_dir=tmp_path) == parts
    assert sentences == []
    assert description.address("mysql://a", "DIRECT_URL", data_dir=tmp_path) == EMBEDDED
    assert sentences[0].startswith("DIRECT_URL must look like")
    assert not any("DIRECT_URL" in sentence for sentence in complaints())
