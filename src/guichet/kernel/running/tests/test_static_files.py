"""Files of a release are there for pages of another, until nobody can ask for them any more."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guichet.kernel.models import ReleasedFile
from guichet.kernel.running import static_files
from guichet.kernel.running.static_files import KEPT, bring, forget, leave, names

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
OLD, NEW = "web/site.0123456789ab.css", "web/site.ba9876543210.css"


def release(root: Path, *files: str) -> Path:
    """Collect a release that holds these files into a folder."""
    (root / "web").mkdir(parents=True, exist_ok=True)
    for name in files:
        (root / name).write_bytes(f"/* {name} */".encode())
    paths = {f"of {name}": name for name in files}
    (root / static_files.MANIFEST).write_text(json.dumps({"paths": paths}))
    return root


def test_it_knows_the_files_of_a_release_that_are_there(tmp_path: Path) -> None:
    assert names(tmp_path) == set()
    release(tmp_path, OLD, NEW)
    (tmp_path / OLD).unlink()
    assert names(tmp_path) == {NEW}


def test_a_node_finds_what_another_has_left(tmp_path: Path) -> None:
    theirs, ours = release(tmp_path / "theirs", NEW), release(tmp_path / "ours", OLD)
    leave(theirs, now=NOW)
    path = bring(NEW, ours)
    assert path == ours / NEW
    assert path.read_bytes() == (theirs / NEW).read_bytes()
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".new"] == []


def test_it_finds_nothing_that_nobody_left(tmp_path: Path) -> None:
    leave(release(tmp_path, OLD), now=NOW)
    for name in (NEW, "", "../secrets", "/etc/passwd"):
        assert bring(name, tmp_path) is None


def test_it_leaves_each_file_once(tmp_path: Path) -> None:
    for _node in range(3):
        leave(release(tmp_path, OLD, NEW), now=NOW)
    assert set(ReleasedFile.objects.values_list("name", flat=True)) == {OLD, NEW}


def test_what_is_part_of_no_release_is_forgotten_after_thirty_days(tmp_path: Path) -> None:
    leave(release(tmp_path / "old", OLD), now=NOW - timedelta(days=90))
    leave(release(tmp_path / "new", NEW), now=NOW)
    assert forget(now=NOW + KEPT) == 0
    assert forget(now=NOW + KEPT + timedelta(seconds=1)) == 1
    assert ReleasedFile.objects.get().name == NEW


def test_the_days_are_counted_from_when_it_was_last_part_of_one(tmp_path: Path) -> None:
    leave(release(tmp_path / "old", OLD), now=NOW)
    leave(release(tmp_path / "new", NEW), now=NOW)
    leave(release(tmp_path / "new", NEW), now=NOW + timedelta(days=20))
    assert ReleasedFile.objects.get(name=OLD).left_at == NOW
    leave(release(tmp_path / "back", OLD, NEW), now=NOW + timedelta(days=25))
    assert ReleasedFile.objects.get(name=OLD).left_at is None
    assert forget(now=NOW + timedelta(days=300)) == 0
