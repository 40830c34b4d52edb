"""Nodes of two releases give each other's style sheets to whoever asks, each under its name."""

import gzip
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import RequestFactory
from pytest_django import Settings

from guichet.booking import upkeep
from guichet.kernel import clock
from guichet.kernel.models import ReleasedFile
from guichet.kernel.running import static_files
from guichet.web.pages import assets

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = "main { color: #111 }\n" * 9, "main { color: #222 }\n" * 9
MANIFEST_STORAGE = "guichet.web.pages.assets.Collected"


def no_page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Stand for the pages behind the files."""
    start_response("404 Not Found", [])
    return []


class Node:
    """A machine with a folder of its own, and what it answers."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings

    def start(self, css: str) -> str:
        """Collect the files of a release with this style sheet; return its address."""
        source = self.folder / "source" / "web"
        source.mkdir(parents=True, exist_ok=True)
        (source / "site.css").write_text(css)
        self.settings.STATICFILES_DIRS = [source.parent]
        self.settings.DATA_DIR = self.folder
        self.settings.STATIC_ROOT = self.folder / "static"
        forget_settings()
        static_files.collect()
        self.application = assets.served(no_page)
        return assets.static("web/site.css")

    def get(self, address: str) -> tuple[int, str, dict[str, str]]:
        """Ask the node, whose own folder is the one in the settings for that time."""
        self.settings.STATIC_ROOT = self.folder / "static"
        answer: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *rest: object) -> None:
            answer.update(status=int(status[:3]), headers=dict(headers))

        pieces: Any = self.application(RequestFactory().get(address).environ, start_response)
        body = b"".join(pieces).decode()
        if close := getattr(pieces, "close", None):
            close()
        return answer["status"], body, answer["headers"]


def forget_settings() -> None:
    """Let the next look for files read the settings again."""
    finders.get_finder.cache_clear()
    assets.static.cache_clear()
    staticfiles_storage._wrapped = empty_storage()


def empty_storage() -> Any:
    from django.utils.functional import empty

    return empty


@pytest.fixture
def node(settings: Settings, tmp_path: Path) -> Callable[[str], Node]:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST_STORAGE}}
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    yield lambda name: Node(tmp_path / name, settings)
    forget_settings()


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], datetime]:
    """Let days pass."""
    began = datetime(2026, 11, 28, 12, tzinfo=UTC)

    def pass_to(number: int) -> datetime:
        now = began + timedelta(days=number)
        monkeypatch.setattr(clock, "now", lambda: now)
        return now

    pass_to(0)
    return pass_to


def test_each_node_has_the_style_sheet_of_the_other(node: Callable[[str], Node]) -> None:
    old, new = node("old"), node("new")
    of_old, of_new = old.start(FIRST), new.start(SECOND)
    assert of_old != of_new
    for server in (old, new):
        for address, content in ((of_old, FIRST), (of_new, SECOND)):
            status, body, headers = server.get(address)
            assert (status, body) == (200, content)
            assert "immutable" in headers["Cache-Control"]
            assert headers["Content-Type"].startswith("text/css")


def test_a_start_compresses_what_is_new_and_nothing_again(node: Callable[[str], Node]) -> None:
    some = node("some")

    def forms(address: str) -> dict[str, bytes]:
        """Return what lies on the disk of a file, and write over it."""
        file = some.folder / address.lstrip("/")
        paths = [path for path in sorted(file.parent.iterdir()) if path.name.startswith(file.name)]
        contents = {path.name.removeprefix(file.name): path.read_bytes() for path in paths}
        for path in paths[1:]:
            path.write_bytes(b"as it was")
        return contents

    first = forms(address := some.start(FIRST))
    assert list(first) == ["", ".gz"] and gzip.decompress(first[".gz"]).decode() == FIRST
    assert list(forms(some.start(SECOND))) == ["", ".gz"]
    assert some.start(FIRST) == address
    assert set(list(forms(address).values())[1:]) == {b"as it was"}
    assert not list(some.folder.glob("static/**/site.css.*"))


def test_a_name_that_no_release_had_is_not_found(node: Callable[[str], Node]) -> None:
    some = node("some")
    some.start(FIRST)
    for name in ("web/site.0123456789ab.css", "../secrets/x.0123456789ab.css"):
        assert some.get(f"/static/{name}")[0] == 404


def test_an_open_page_finds_its_files_for_30_days(
    node: Callable[[str], Node], days: Callable[[int], datetime]
) -> None:
    upgraded, fresh = node("upgraded"), node("fresh")
    old = upgraded.start(FIRST)
    days(300)
    new = upgraded.start(SECOND)
    fresh.start(SECOND)
    assert upgraded.get(old)[:2] == fresh.get(old)[:2] == (200, FIRST)

    assert upkeep.purge(now=days(329))["files"] == 0
    assert upkeep.purge(now=days(331))["files"] == 1
    later = node("later")
    later.start(SECOND)
    assert later.get(old)[0] == 404
    assert later.get(new)[:2] == (200, SECOND)


def test_it_keeps_on_the_disk_what_was_part_of_the_last_release(
    node: Callable[[str], Node], days: Callable[[int], datetime]
) -> None:
    upgraded = node("upgraded")
    old = upgraded.start(FIRST)
    file = upgraded.folder / old.lstrip("/")
    long_ago = (clock.now() - timedelta(days=300)).timestamp()
    os.utime(file, (long_ago, long_ago))
    upgraded.start(SECOND)
    assert file.is_file()

    os.utime(file, (long_ago, long_ago))
    upgraded.start(FIRST + SECOND)
    assert not file.exists()
    assert upgraded.get(old)[:2] == (200, FIRST)  # of the database, as long as it has it


def test_a_release_that_comes_back_is_no_past_one(
    node: Callable[[str], Node], days: Callable[[int], datetime]
) -> None:
    some = node("some")
    old = some.start(FIRST)
    some.start(SECOND)
    days(1)
    assert some.start(FIRST) == old
    names = ReleasedFile.objects.exclude(left_at=None).values_list("name", flat=True)
    assert [name for name in names if "site" in name] != []
    assert old.removeprefix("/static/") not in names
