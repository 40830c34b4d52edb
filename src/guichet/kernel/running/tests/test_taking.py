"""The agency's folder is copied_folders whole and once, and what cannot be read stays as it is."""

import os
from pathlib import Path

import pytest

from guichet.kernel.running import taking
from guichet.kernel.running.taking import begin, place_of, take

TABLE = """[agency]
logo = "art/logo.svg"
icon = "../icon.svg"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "agency"
    (folder / "content" / "eta").mkdir(parents=True)
    (folder / "content" / "eta" / "en.toml").write_text("a = 1")
    (folder / "art").mkdir()
    (folder / "art" / "logo.svg").write_text("<svg/>")
    (folder / "agency.toml").write_text(TABLE)
    (tmp_path / "icon.svg").write_text("<svg/>")
    return folder


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return tmp_path / "data" / "agency" / "taken"


def names_in(copy: Path) -> set[str]:
    return {path.relative_to(copy).as_posix() for path in copy.rglob("*") if not path.is_dir()}


def test_it_has_all_that_is_read_and_nothing_else(folder: Path, copies: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("x")
    (folder / "content" / "eta" / "en.toml~").write_text("x")
    (folder / "notes.txt").write_text("ours alone")
    (folder / "seen.csv").write_text("a,b")
    copy = take(folder, copies)
    names = {"agency.toml", "art/logo.svg", "content/eta/en.toml", "seen.csv"}
    assert names_in(copy) == names
    assert (copy / "agency.toml").read_text() == TABLE


def test_the_same_is_the_same_copy_and_another_is_another(folder: Path, copies: Path) -> None:
    first = take(folder, copies)
    (folder / "agency.toml").touch()
    assert take(folder, copies) == first
    (folder / "content" / "eta" / "en.toml").write_text("a = 2")
    second = take(folder, copies)
    assert second != first
    assert (first / "content" / "eta" / "en.toml").read_text() == "a = 1"
    (folder / "content" / "eta" / "en.toml").rename(folder / "content" / "eta" / "fr.toml")
    assert take(folder, copies) not in {first, second}
    assert {path.name[0] for path in copies.iterdir()} != {"."}, "no half copy is left"


def test_a_file_that_is_none_and_a_link_are_in_the_copy_what_they_are(
    folder: Path, copies: Path, tmp_path: Path
) -> None:
    os.mkfifo(folder / "content" / "eta" / "fr.toml")
    (folder / "content" / "eta" / "ja.toml").symlink_to(tmp_path / "nowhere")
    (folder / "content" / "eta" / "de.toml").symlink_to(tmp_path / "icon.svg")
    (folder / "content" / "here").symlink_to(folder / "content")
    (folder / "locale").write_text("a file in place of a folder")
    copy = take(folder, copies)
    assert (copy / "content" / "eta" / "fr.toml").is_fifo()
    link = copy / "content" / "eta" / "ja.toml"
    assert link.is_symlink()
    assert not link.exists()
    assert (copy / "content" / "eta" / "de.toml").read_text() == "<svg/>"
    assert not (copy / "content" / "here").exists()
    assert (copy / "locale").is_file()


def test_what_may_not_be_read_may_not_be_read_in_the_copy(
    folder: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def deny(path: Path) -> bytes:
        if path.name == "en.toml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", deny)
    copy = take(folder, copies)
    assert (copy / "content" / "eta" / "en.toml").stat().st_mode & 0o777 == 0
    assert (copy / "art" / "logo.svg").exists()


def test_a_start_names_its_copy_and_reads_what_it_was_told_to(
    folder: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(taking.TAKEN, "")
    monkeypatch.delenv(taking.TAKEN)
    assert place_of(folder) == folder
    begin(folder, copies)
    copy = place_of(folder)
    assert copy.parent == copies
    (folder / "agency.toml").write_text("")
    begin(folder, copies)
    assert place_of(folder) == copy


def test_copies_of_long_ago_go_and_those_of_the_last_starts_stay(
    folder: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied_folders = []
    for number in range(8):
        (folder / "seen.csv").write_text(str(number))
        copied_folders.append(take(folder, copies))
        os.utime(copied_folders[-1], (number, number))
    monkeypatch.setenv(taking.TAKEN, str(copied_folders[0]))
    begin(folder, copies)
    assert set(copies.iterdir()) == {copied_folders[0], *copied_folders[-4:]}


def test_where_there_is_no_folder_there_is_nothing_to_copy(
    tmp_path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(taking.TAKEN, "")
    monkeypatch.delenv(taking.TAKEN)
    begin(tmp_path / "nowhere", copies)
    assert place_of(tmp_path / "nowhere") == tmp_path / "nowhere"
