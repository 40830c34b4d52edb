"""A folder somebody works at: served once it has changed, rests, and is without a fault."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from guichet.kernel.running import rereading, taking
from guichet.kernel.running.rereading import PAUSE, Folder, mark_of, or_as_before


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Judge:
    """A check of the folder, with an end that a test says."""

    def __init__(self, copy: str, report: BinaryIO) -> None:
        self.copy, self.report, self.returncode = Path(copy), report, 0
        self.is_over = True

    def poll(self) -> int | None:
        return self.returncode if self.is_over else None

    def refuse(self, words: bytes) -> None:
        self.report.write(words)
        self.returncode = 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rereading, "time", clock)
    return clock


@pytest.fixture
def judges(monkeypatch: pytest.MonkeyPatch) -> list[Judge]:
    """The checks that were begun."""
    judges: list[Judge] = []

    def begin(copy: str, report: BinaryIO) -> Judge:
        judges.append(Judge(copy, report))
        return judges[-1]

    monkeypatch.setattr(rereading, "_judging", begin)
    return judges


@pytest.fixture
def words() -> list[str]:
    return []


@pytest.fixture
def folder(
    tmp_path: Path,
    clock: Clock,
    judges: list[Judge],
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Folder:
    """A folder that is served, and has been looked at once."""
    (tmp_path / "agency.toml").write_text("name = 1")
    for name in (taking.TAKEN, taking.BEFORE, taking.REFUSED):
        monkeypatch.setenv(name, "")
    copies = tmp_path / ".taken"
    monkeypatch.setenv(taking.TAKEN, str(taking.take(tmp_path, copies)))
    folder = Folder(tmp_path, copies=copies, say=words.append)
    for _look in range(2):
        clock.now += PAUSE
        folder.is_ready()
    return folder


@pytest.fixture
def looks(folder: Folder, clock: Clock) -> Callable[[int], list[bool]]:
    """Return a way to look so many times, a second apart."""

    def look(count: int) -> list[bool]:
        answers = []
        for _look in range(count):
            clock.now += PAUSE
            answers.append(folder.is_ready())
        return answers

    return look


Looks = Callable[[int], list[bool]]


def change(folder: Path, text: str = "name = 'another'") -> None:
    (folder / "agency.toml").write_text(text)


def test_where_nothing_changes_nothing_is_judged(looks: Looks, judges: list[Judge]) -> None:
    assert looks(20) == [False] * 20
    assert judges == []


def test_a_change_is_judged_once_it_rests_and_then_served(
    tmp_path: Path, looks: Looks, judges: list[Judge], words: list[str]
) -> None:
    change(tmp_path)
    assert looks(1) == [False]
    assert judges == [], "an editor may still be writing"
    assert looks(2) == [False, True]
    assert words == ["The agency's folder has changed; the site starts again with it."]
    (judge,) = judges
    assert (judge.copy / "agency.toml").read_text() == "name = 'another'"
    assert os.environ[taking.TAKEN] == str(judge.copy), "the start serves what was judged"
    before = Path(os.environ[taking.BEFORE])
    assert (before / "agency.toml").read_text() == "name = 1"


def test_while_it_changes_with_every_look_it_is_not_judged(
    tmp_path: Path, looks: Looks, judges: list[Judge]
) -> None:
    for number in range(10):
        change(tmp_path, "x" * number)
        assert looks(1) == [False]
    assert judges == []
    looks(1)
    assert len(judges) == 1


def test_it_looks_no_more_than_once_a_second(
    tmp_path: Path, folder: Folder, judges: list[Judge], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rereading, "mark_of", lambda path: pytest.fail("it looks"))
    assert [folder.is_ready() for _time in range(50)] == [False] * 50


def test_a_folder_with_faults_is_told_and_what_was_served_goes_on(
    tmp_path: Path, looks: Looks, judges: list[Judge], words: list[str]
) -> None:
    change(tmp_path)
    looks(2)
    judges[0].refuse("agency.toml:1: é\n".encode())
    assert looks(5) == [False] * 5
    assert words == ["agency.toml:1: é\nThe site goes on with the folder as it was before."]
    assert len(judges) == 1, "the same fault is told once"
    change(tmp_path, "name = 'mended'")
    assert looks(3) == [False, False, True]
    assert "é" not in words[1], "what was told of the folder before is no more told"
    assert not judges[0].copy.exists()


def test_a_folder_that_is_put_right_again_is_told_as_well(
    tmp_path: Path, looks: Looks, judges: list[Judge], words: list[str]
) -> None:
    change(tmp_path)
    looks(2)
    judges[0].refuse(b"agency.toml:1")
    looks(2)
    change(tmp_path, "name = 1")
    assert looks(5) == [False] * 5
    assert words[1:] == ["The agency's folder is in order again; it is as the site serves it."]


def test_what_was_saved_while_it_started_is_judged_and_what_it_failed_with_is_not(
    tmp_path: Path, clock: Clock, judges: list[Judge], monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / ".taken"
    change(tmp_path, "name = 1")
    monkeypatch.setenv(taking.TAKEN, str(taking.take(tmp_path, copies)))
    change(tmp_path, "name = 2")
    monkeypatch.setenv(taking.REFUSED, str(taking.take(tmp_path, copies)))
    folder = Folder(tmp_path, copies=copies, say=lambda sentence: None)
    for _look in range(5):
        clock.now += PAUSE
        assert not folder.is_ready()
    assert judges == []
    change(tmp_path, "name = 3")
    for _look in range(2):
        clock.now += PAUSE
        folder.is_ready()
    assert len(judges) == 1


def test_what_is_saved_again_as_it_is_served_is_no_change(
    tmp_path: Path, looks: Looks, judges: list[Judge]
) -> None:
    change(tmp_path, "name = 1")
    assert looks(5) == [False] * 5
    assert judges == []


@pytest.mark.parametrize("failure", [SystemExit("the list"), KeyError("the list")])
def test_a_start_that_fails_with_a_change_starts_with_what_was_served(
    failure: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(taking.TAKEN, "/new")
    monkeypatch.setenv(taking.BEFORE, "/old")
    monkeypatch.setenv(taking.REFUSED, "")
    starts: list[tuple[str, ...]] = []
    monkeypatch.setattr(rereading, "start_again", lambda words: starts.append(tuple(words)))
    with or_as_before(["run"]):
        raise failure
    assert starts == [("run",)]
    assert (os.environ[taking.TAKEN], os.environ[taking.REFUSED]) == ("/old", "/new")
    assert "the list" in (report := capsys.readouterr().err)
    assert report.endswith("The site starts again with the folder as it was before.\n")
    with pytest.raises(type(failure)), or_as_before(["run"]):
        raise failure


def test_what_ends_as_it_was_told_to_does_not_start_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(taking.TAKEN, "/new")
    monkeypatch.setenv(taking.BEFORE, "/old")
    with pytest.raises(SystemExit), or_as_before(["run"]):
        raise SystemExit(0)


def test_while_it_is_judged_the_site_goes_on(
    tmp_path: Path, looks: Looks, folder: Folder, judges: list[Judge], words: list[str]
) -> None:
    change(tmp_path)
    looks(2)
    judges[0].is_over = False
    assert looks(10) == [False] * 10
    judges[0].is_over = True
    assert folder.is_ready(), "its end is seen at once"
    assert len(words) == 1


def test_what_is_changed_back_before_it_rests_was_no_change(
    tmp_path: Path, looks: Looks, judges: list[Judge]
) -> None:
    status = (tmp_path / "agency.toml").stat()
    change(tmp_path)
    looks(1)
    change(tmp_path, "name = 1")
    os.utime(tmp_path / "agency.toml", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert looks(5) == [False] * 5
    assert judges == []


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("pages/new.md", True),
        ("agency.toml", True),
        ("a b.é", True),
        (".git/HEAD", False),
        ("pages/.new.md.swp", False),
        ("new.md.swp", False),
        ("agency.toml~", False),
        ("backup~/agency.toml", False),
    ],
)
def test_a_file_counts_and_what_editors_and_git_leave_does_not(
    tmp_path: Path, name: str, counts: bool
) -> None:
    before = mark_of(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    assert mark_of(tmp_path) == before, "a folder alone is nothing that is served"
    path.write_text("x")
    assert (mark_of(tmp_path) != before) is counts
    path.unlink()
    assert mark_of(tmp_path) == before


def test_a_file_that_is_gone_while_it_looks_fails_nobody(tmp_path: Path) -> None:
    before = mark_of(tmp_path)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert mark_of(tmp_path) == before


def test_the_same_size_at_another_time_is_another_file(tmp_path: Path) -> None:
    path = tmp_path / "agency.toml"
    path.write_text("a")
    os.utime(path, ns=(1, 1))
    before = mark_of(tmp_path)
    os.utime(path, ns=(1, 2))
    assert mark_of(tmp_path) != before
