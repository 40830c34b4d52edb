"""Words that were found in order are not judged again, and judged anew once anything is another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guichet.agency.reading import read
from guichet.agency.tests.test_reading import HEAD, folder_of
from guichet.agency.words import verdicts

WRONG = "[case_status]\nlabell = 'x'\n"
OWN = "content/routine/fr.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = folder_of(tmp_path, HEAD)
    write(folder / OWN, "[case_status]\nlabel = 'Où en est mon dossier'\n")
    return folder


@pytest.fixture
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site") / "cache" / "verdicts"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def languages_of(folder: Path) -> tuple[str, ...]:
    agency = read(folder).agency
    assert agency
    return agency.languages


def test_it_keeps_that_words_are_in_order(folder: Path, room: Path) -> None:
    mark = verdicts.mark_of(folder, languages_of(folder))
    for _ in range(2):
        assert read(folder, verdicts_in=room).agency
        assert [path.name for path in room.iterdir()] == [mark]


def test_it_goes_by_what_was_kept(folder: Path, room: Path) -> None:
    """A verdict that was never given shows that nothing is judged where one is kept."""
    languages = languages_of(folder)
    write(folder / OWN, WRONG)
    verdicts.keep(room, verdicts.mark_of(folder, languages))
    assert read(folder).errors
    assert read(folder, verdicts_in=room).agency


@pytest.mark.parametrize("is_kept", [True, False])
def test_it_tells_what_is_wrong_each_time_and_keeps_nothing(
    folder: Path, room: Path, is_kept: bool
) -> None:
    if is_kept:
        read(folder, verdicts_in=room)
    before = [*room.parent.glob("*/*")]
    write(folder / OWN, WRONG)
    for _ in range(2):
        (fault,) = read(folder, verdicts_in=room).errors
        assert "case_status.label may be" in str(fault)
    assert [*room.parent.glob("*/*")] == before


CHANGES: list[Callable[[Path], object]] = [
    lambda folder: write(folder / OWN, "[case_status]\nlabel = 'Mon dossier'\n"),
    lambda folder: write(folder / "content" / "routine" / "en.toml", ""),
    lambda folder: (folder / OWN).rename(folder / "content" / "routine" / "es.toml"),
    lambda folder: (folder / OWN).unlink(),
    lambda folder: (folder / "locale" / "fr").mkdir(parents=True),
    lambda folder: write(folder / "locale" / "fr" / "django.po", ""),
    lambda folder: write(folder / "seen.csv", "topic,language,key,english\n"),
    lambda folder: write(folder / "contents", ""),
]


@pytest.mark.parametrize("change", CHANGES)
def test_it_judges_anew_what_is_another(folder: Path, change: Callable[[Path], object]) -> None:
    before = verdicts.mark_of(folder, ("en", "fr"))
    assert before == verdicts.mark_of(folder, ("en", "fr"))
    change(folder)
    assert verdicts.mark_of(folder, ("en", "fr")) not in (before, "")


def test_it_judges_anew_for_other_languages(folder: Path) -> None:
    assert verdicts.mark_of(folder, ("en", "fr")) != verdicts.mark_of(folder, ("fr", "en"))


@pytest.mark.parametrize("name", ["content/eta/en.toml", "locale/fr/LC_MESSAGES/django.po"])
def test_it_judges_anew_when_ours_are_others(
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    shipped = tmp_path_factory.mktemp("shipped")
    monkeypatch.setattr(verdicts, "ROOT", shipped)
    monkeypatch.setattr(verdicts, "CONTENT", shipped / "content")
    before = verdicts.mark_of(folder, ("en",))
    write(shipped / name, "a")
    assert verdicts.mark_of(folder, ("en",)) not in (before, "")


@pytest.mark.parametrize("place", ["content/eta", "content/routine/eo.toml"])
def test_it_always_judges_what_may_be_elsewhere(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, place: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / place).symlink_to(elsewhere)
    assert verdicts.mark_of(folder, ("en",)) == ""
    assert not verdicts.are_in_order(elsewhere, "")


def test_it_judges_all_the_same_where_nothing_can_be_kept(folder: Path, room: Path) -> None:
    write(room.parent, "a file where the folder would be")
    assert read(folder, verdicts_in=room).agency
    write(folder / OWN, WRONG)
    assert read(folder, verdicts_in=room).errors


def test_it_makes_no_folder_for_a_site_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    absent = tmp_path / "no-site"
    assert read(folder, verdicts_in=absent / "cache" / "verdicts").agency
    assert not absent.exists()


def test_it_forgets_verdicts_of_long_ago(room: Path) -> None:
    room.parent.mkdir()
    for number in range(12):
        verdicts.keep(room, f"{number}")
    assert len([*room.iterdir()]) == 8
    assert (room / "11").exists()
