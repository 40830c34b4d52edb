"""What commands find beside a running site: its address, its files, and who is switched on."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError
from django.core.management.base import BaseCommand

from guichet.kernel.running import addresses, static_files, switched
from guichet.kernel.running.supervisor import stamp_of
from guichet.kernel.running.switched import ProgrammeCommand, call_if_there

NOW = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DATA_DIR, settings.PUBLIC_URL = tmp_path, "http://127.0.0.1:8000"
    return tmp_path


def test_a_command_finds_the_address_of_the_site_that_was_started_last(
    folder: Path, settings: LazySettings
) -> None:
    assert addresses.noted() == "http://127.0.0.1:8000"
    settings.PUBLIC_URL = "http://127.0.0.1:8001"
    addresses.note()
    settings.PUBLIC_URL = "http://127.0.0.1:8000"  # in another window
    assert addresses.noted() == "http://127.0.0.1:8001"


@pytest.mark.parametrize("content", ["", "\n", "  "])
def test_a_note_of_nothing_is_none(folder: Path, content: str) -> None:
    (folder / addresses.NAME).write_text(content)
    assert addresses.noted() == "http://127.0.0.1:8000"


def test_a_folder_that_cannot_be_written_stops_no_start(
    folder: Path, settings: LazySettings
) -> None:
    for place in (folder / "nowhere", folder / "a file" / "data"):
        (folder / "a file").touch()
        settings.DATA_DIR = place
        addresses.note()
        assert addresses.noted() == "http://127.0.0.1:8000"


class Greet(ProgrammeCommand):
    programme = "eta"
    calls = 0

    def handle(self, **options: object) -> None:
        Greet.calls += 1


class Always(BaseCommand):
    calls = 0

    def handle(self, **options: object) -> None:
        Always.calls += 1


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> dict[str, type[BaseCommand]]:
    """The commands there are: one of a programme, and one of the house."""
    commands: dict[str, type[BaseCommand]] = {"greet": Greet, "always": Always}
    monkeypatch.setattr(Greet, "calls", 0)
    monkeypatch.setattr(Always, "calls", 0)
    monkeypatch.setattr(switched, "get_commands", lambda: dict.fromkeys(commands, "test"))
    monkeypatch.setattr(switched, "load_command_class", lambda application, name: commands[name]())
    monkeypatch.setattr("django.core.management.get_commands", lambda: dict.fromkeys(commands, "x"))
    monkeypatch.setattr(
        "django.core.management.load_command_class", lambda application, name: commands[name]()
    )
    return commands


def switch(monkeypatch: pytest.MonkeyPatch, *, on: bool) -> None:
    monkeypatch.setattr(Greet, "is_on", lambda command: on)


@pytest.mark.usefixtures("commands")
def test_a_command_of_a_programme_is_called_where_it_is_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    switch(monkeypatch, on=True)
    call_if_there("greet")
    call_if_there("always")
    assert (Greet.calls, Always.calls) == (1, 1)


@pytest.mark.usefixtures("commands")
def test_where_it_is_off_or_not_there_nothing_is_done_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    switch(monkeypatch, on=False)
    call_if_there("greet")
    call_if_there("nothing")
    call_if_there("always")
    assert (Greet.calls, Always.calls) == (0, 1)


def test_who_types_the_command_of_a_programme_that_is_off_is_told_why(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    switch(monkeypatch, on=False)
    with pytest.raises(CommandError, match=r"'eta' is not among the `programmes`.*agency\.toml"):
        Greet().execute()
    assert Greet.calls == 0


@pytest.mark.parametrize(("programme", "is_on"), [("appointments", True), ("nothing", False)])
def test_the_agency_says_which_programmes_are_on(programme: str, is_on: bool) -> None:
    class Command(ProgrammeCommand):
        pass

    Command.programme = programme
    assert Command().is_on() is is_on


def hashed(name: str, digit: str = "0") -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{digit * 12}.{ending}"


def aged(path: Path, days: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_on_the_disk_goes_what_is_old_hashed_and_part_of_no_release(tmp_path: Path) -> None:
    old, ours, young = hashed("web/a.css", "a"), hashed("web/a.css", "b"), hashed("web/a.css", "c")
    stays = [aged(tmp_path / name, 31) for name in (ours, f"{ours}.gz", f"{ours}.br")]
    stays += [aged(tmp_path / young, 29), aged(tmp_path / f"{young}.gz", 29)]
    stays += [aged(tmp_path / "web/a.css", 400), aged(tmp_path / "favicon.ico", 400)]
    goes = [aged(tmp_path / f"{old}{form}", 31) for form in ("", ".gz", ".br")]
    manifest = tmp_path / static_files.MANIFEST
    manifest.write_text(json.dumps({"paths": {"web/a.css": ours}}))
    static_files._remove_aged(tmp_path, before=NOW - static_files.KEPT)
    assert [path for path in stays if not path.exists()] == []
    assert [path for path in goes if path.exists()] == []


def test_what_was_part_of_the_last_release_is_as_young_as_its_end(tmp_path: Path) -> None:
    path = aged(tmp_path / "web" / "a.css", 90)
    packed = aged(tmp_path / "web" / "a.css.br", 90)
    other = aged(tmp_path / "web" / "b.css", 90)
    for each in (path, packed, other):
        os.utime(each, (1, 1))
    static_files._touch([path])
    assert min(each.stat().st_mtime for each in (path, packed)) > 1
    assert other.stat().st_mtime == 1


@pytest.fixture
def collections(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Each time that files are collected; the sources lie in `source`, the release in `root`."""
    (tmp_path / "source").mkdir()
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, str(tmp_path / "root")
    calls: list[str] = []

    class Storage:
        location = str(tmp_path / "source")

    class Finder:
        storages = {"": Storage()}

    monkeypatch.setattr(static_files, "get_finders", lambda: [Finder(), object()])
    monkeypatch.setattr(static_files, "call_command", lambda name, **options: calls.append(name))
    monkeypatch.setattr(static_files, "leave", lambda root, *, now: calls.append("leave"))
    return calls


def test_files_are_collected_anew_only_where_one_has_changed(
    tmp_path: Path, collections: list[str]
) -> None:
    source = tmp_path / "source" / "a.css"
    steps: list[Callable[[], Any]] = [
        lambda: None,
        lambda: None,
        lambda: source.write_text("a{}"),
        lambda: None,
        lambda: os.utime(source, ns=(1, 1)),
        source.unlink,
    ]
    collects = []
    for step in steps:
        step()
        collections.clear()
        static_files.collect()
        assert collections[-1] == "leave", "nodes of other releases may need them every time"
        collects.append(collections[0] == "collectstatic")
    assert collects == [True, False, True, False, True, True]


def test_a_collection_that_fails_is_tried_again(
    tmp_path: Path, collections: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str, **options: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(static_files, "call_command", fail)
        with pytest.raises(OSError, match="full"):
            static_files.collect()
    static_files.collect()
    assert collections == ["collectstatic", "leave"]


def test_a_stamp_changes_with_any_file_below_and_with_nothing_else(tmp_path: Path) -> None:
    for name in ("a", "b"):
        aged(tmp_path / name / "deep" / "x.css", 1)
    folders = [tmp_path / "a", tmp_path / "b", tmp_path / "nowhere"]
    stamp = stamp_of(folders)
    (tmp_path / "a" / "empty").mkdir()
    assert stamp_of(folders) == stamp
    aged(tmp_path / "b" / "deep" / "y.css", 1)
    assert stamp_of(folders) != stamp
    assert stamp_of([]) == ""


def test_a_site_that_is_moved_or_copied_keeps_its_stamp(tmp_path: Path) -> None:
    aged(tmp_path / "a" / "x.css", 1)
    stamp = stamp_of([tmp_path / "a"])
    assert stamp
    assert stamp_of([(tmp_path / "a").rename(tmp_path / "b")]) == stamp
