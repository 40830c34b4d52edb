"""A copy is made with programs whose work the server takes back, or not at all."""

from pathlib import Path

import pytest

from guichet.kernel.backups import programs
from guichet.kernel.backups.programs import NEEDED, BackupError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where distributions put their programs, as on a machine that has none but the wheel's."""
    monkeypatch.setattr(programs, "PLACES", (str(tmp_path / "{major}"),))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("POSTGRES_BIN", raising=False)
    return tmp_path


def make_programs(folder: Path, version: str) -> None:
    folder.mkdir()
    for name in NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)


def test_it_takes_those_of_the_servers_own_version(place: Path) -> None:
    make_programs(place / "15", "15.18 (Debian 15.18-0+deb12u1)")
    assert programs.fitting(15).folder == place / "15"
    wheel = programs.fitting(18)
    assert wheel.major == 18


def test_it_refuses_what_could_not_be_put_back(place: Path) -> None:
    with pytest.raises(BackupError, match=r"The server is PostgreSQL 15.*there: 18 in .*client-15"):
        programs.fitting(15)


def test_a_setting_comes_first_but_only_where_it_fits(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_programs(place / "15", "15.18")
    make_programs(place / "mine", "15.2")
    monkeypatch.setenv("POSTGRES_BIN", str(place / "mine"))
    assert programs.fitting(15).folder == place / "mine"
    assert programs.fitting(18).folder != place / "mine"


def test_an_installation_without_all_it_takes_is_passed_by(place: Path) -> None:
    make_programs(place / "15", "15.18")
    (place / "15" / "psql").unlink()
    with pytest.raises(BackupError, match="The server is PostgreSQL 15"):
        programs.fitting(15)


def test_a_copy_is_read_by_the_servers_own_version_or_the_newest(place: Path) -> None:
    make_programs(place / "15", "15.18")
    assert [box.major for box in programs.readers(15)] == [15, 18]
