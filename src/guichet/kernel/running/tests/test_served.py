"""A command beside a site knows whose the site is, and goes on with the copy that it serves."""

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from guichet.kernel.running import served, taking


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "agency").mkdir()
    (tmp_path / "agency" / "agency.toml").write_text("name = 1")
    return tmp_path / "agency"


@pytest.fixture
def data_dir(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a site that was started with the folder."""
    monkeypatch.setenv("AGENCY_DIR", "")
    monkeypatch.setenv(taking.TAKEN, str(taking.take(folder, taking.copies_in(tmp_path / "data"))))
    served.note(tmp_path / "data", folder)
    monkeypatch.delenv(taking.TAKEN)
    return tmp_path / "data"


@pytest.fixture
def words() -> list[str]:
    return []


@pytest.fixture
def _judge_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *words, **more: SimpleNamespace(returncode=1))


def test_a_command_without_a_folder_takes_that_of_the_site(data_dir: Path, folder: Path) -> None:
    served.name_folder(data_dir, usual=Path("/shipped"))
    assert os.environ["AGENCY_DIR"] == str(folder)


def test_a_first_start_is_noted_before_it_serves_and_a_later_one_is_not(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENCY_DIR", "")
    monkeypatch.setenv(taking.TAKEN, str(taking.take(folder, taking.copies_in(tmp_path / "data"))))
    served.note_first(tmp_path / "data", folder)
    served.note_first(tmp_path / "data", Path("/another"))
    monkeypatch.delenv(taking.TAKEN)
    served.name_folder(tmp_path / "data", usual=Path("/shipped"))
    assert os.environ["AGENCY_DIR"] == str(folder)


def test_a_folder_that_is_named_stays(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENCY_DIR", "/another")
    served.name_folder(data_dir, usual=Path("/shipped"))
    assert os.environ["AGENCY_DIR"] == "/another"


def test_what_a_site_starts_itself_reads_what_that_start_took(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(taking.TAKEN, "/copy")
    served.name_folder(data_dir, usual=Path("/shipped"))
    assert not os.environ["AGENCY_DIR"]


def test_where_no_site_is_noted_the_shipped_one_is_meant(tmp_path: Path, words: list[str]) -> None:
    served.name_folder(tmp_path / "nowhere", usual=Path("/shipped"))
    served.tell_of_another(tmp_path / "nowhere", Path("/shipped"), say=words.append)
    served.stand_beside(tmp_path / "nowhere", Path("/shipped"), say=words.append)
    assert words == []


@pytest.mark.usefixtures("_judge_refuses")
def test_beside_a_folder_with_faults_a_command_reads_what_the_site_serves(
    data_dir: Path, folder: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(taking.TAKEN, "")
    monkeypatch.delenv(taking.TAKEN)
    served.stand_beside(data_dir, folder, say=words.append)
    assert words == [], "nothing has changed, so that nothing is judged"
    (folder / "agency.toml").write_text("name = ")
    served.stand_beside(data_dir, folder, say=words.append)
    copy = taking.place_of(folder)
    assert (copy / "agency.toml").read_text() == "name = 1"
    (sentence,) = words
    assert sentence.startswith(f"The agency's folder {folder} has faults")
    assert sentence.count("\n") == 0


@pytest.mark.usefixtures("_judge_refuses")
def test_the_folder_of_another_site_is_judged_by_its_own_start(
    data_dir: Path, tmp_path: Path, words: list[str]
) -> None:
    served.stand_beside(data_dir, tmp_path, say=words.append)
    assert words == []
    assert taking.TAKEN not in os.environ


def test_a_start_that_makes_it_the_site_of_another_says_so(
    data_dir: Path, folder: Path, words: list[str]
) -> None:
    served.tell_of_another(data_dir, folder, say=words.append)
    assert words == []
    served.tell_of_another(data_dir, Path("/shipped"), say=words.append)
    assert f"was last started with AGENCY_DIR={folder}." in words[0]
