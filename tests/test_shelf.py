"""The tables of the run before are taken as long as what they were made of is the same."""

from pathlib import Path

import pytest

from tests import shelf

FIRST = "src/guichet/booking/migrations/0001_initial.py"
VIEWS = "src/guichet/booking/views.py"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two files, of which one made the tables that lie on the shelf."""
    root = tmp_path / "project"
    for name in (FIRST, VIEWS):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    monkeypatch.setattr(shelf, "ROOT", root)
    cluster = tmp_path / "cluster"
    (cluster / "postgres").mkdir(parents=True)
    (cluster / "postgres" / "PG_VERSION").write_text("17")
    cached = Path(FIRST).parent / "__pycache__" / "0001_initial.cpython-313.pyc"
    shelf.put(cluster, ["/etc/hosts", "3", str(root / cached), "nowhere.sql"])
    return root


def is_taken(project: Path) -> bool:
    folder = project.parent / "run"
    folder.mkdir(exist_ok=True)
    is_there = shelf.take(folder)
    assert (folder / "postgres" / "PG_VERSION").exists() == is_there
    return is_there


def test_it_gives_what_was_put_there(project: Path) -> None:
    (project / VIEWS).write_text("another view makes no other table")
    assert is_taken(project)


@pytest.mark.parametrize("name", [FIRST, FIRST.replace("0001_initial", "0002_more")])
def test_it_gives_nothing_where_a_file_has_changed_or_a_migration_came(
    project: Path, name: str
) -> None:
    (project / name).write_text("y")
    assert not is_taken(project)


def test_it_gives_nothing_where_a_file_or_the_archive_is_gone(project: Path) -> None:
    for archive in (project / shelf.PLACE).glob("*.tar"):
        archive.unlink()
    assert not is_taken(project)
    (project / FIRST).unlink()
    assert not is_taken(project)
