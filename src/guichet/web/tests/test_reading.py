"""One English sentence changes in a copy of everything: what is stale, listed, and read again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from guichet.agency.shipped import COMPLETE
from guichet.kernel.content.texts import Texts
from guichet.web.pages import catalogues
from guichet.web.translation.reading import name_of

TITLE = "home.price_title"

ETA = COMPLETE["eta"]


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Path]:
    """Copy the words of the site, and let every command work on the copy."""
    with working_on(_copy(settings.ROOT, tmp_path)):
        yield tmp_path / "content"


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the words of the site, and let one of them be read in every language."""
    folder = tmp_path_factory.mktemp("words")
    with working_on(_copy(settings.ROOT, folder)):
        call_command("collect_sentences")
        for language in (code for code in ETA if code != "en"):
            call_command("mark_read", language, f"eta:{TITLE}", by="Everybody")
    return folder


@pytest.fixture
def content(read_once: Path, tmp_path: Path) -> Iterator[Path]:
    """Copy those words, and let every command work on the copy."""
    with working_on(_copy(read_once, tmp_path)):
        yield tmp_path / "content"


def _copy(source: Path, target: Path) -> Path:
    for name in ("content", "locale"):
        shutil.copytree(source / name, target / name)
    return target


def working_on(folder: Path) -> override_settings:
    return override_settings(CONTENT_DIR=folder / "content", LOCALE_PATHS=[folder / "locale"])


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def warnings(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Check the sentences, which must succeed, and return what it warns of."""
    capsys.readouterr()
    call_command("check_sentences")
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("warning")]


@pytest.mark.slow
def test_a_changed_sentence_is_listed_and_breaks_nothing(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = warnings(capsys)
    change(content / "eta" / "en.toml", '"What it costs"', '"What an eTA costs"')
    call_command("collect_sentences")  # notes the day of it
    languages = sorted(code for code in ETA if code != "en")
    assert [line for line in warnings(capsys) if line not in before] == [
        f"warning: {code}: the English has changed: eta:{TITLE}" for code in languages
    ]
    assert Texts(content / "eta").get(TITLE, "fr").stale
    call_command("mark_read", "fr", f"eta:{TITLE}", by="Marie Tremblay")
    text = Texts(content / "eta").get(TITLE, "fr")
    assert not text.stale
    assert not text.unread
    call_command("still_fits", f"eta:{TITLE}")
    assert warnings(capsys) == before
    assert Texts(content / "eta").get(TITLE, "de").unread
    assert not Texts(content / "eta").get(TITLE, "fr").unread


@pytest.mark.slow
def test_one_sentence_of_a_page_can_be_read(content: Path) -> None:
    message = catalogues.read("fr").get("Privacy")
    assert message
    assert not catalogues.is_read(message)
    name = _name_in_catalogue("Privacy")
    call_command("mark_read", "fr", name, by="Marie Tremblay")
    message = catalogues.read("fr").get("Privacy")
    assert message
    assert catalogues.is_read(message)
    call_command("collect_sentences")
    entry = catalogues.read("fr").get("Privacy")
    assert entry
    assert catalogues.is_read(entry)
    assert entry.user_comments[0].endswith(" Marie Tremblay")


def test_it_refuses_a_name_that_no_sentence_has(copied: Path) -> None:
    with pytest.raises(CommandError, match=r"No sentence in fr has the name eta:nowhere\."):
        call_command("mark_read", "fr", "eta:nowhere", by="Marie Tremblay")
    with pytest.raises(CommandError, match="No language of the site: tlh"):
        call_command("still_fits", "eta:*", "tlh")


def test_everything_is_noted() -> None:
    """What a change adds is noted by `./guichet collect-sentences`, so that its age is known."""
    for folder in {path.parent for path in settings.CONTENT_DIR.rglob("en.toml")}:
        texts = Texts(folder, shipped_only=True)
        for language in texts.languages() - {"en"}:
            noted = (folder / "seen" / f"{language}.csv").read_text(encoding="utf-8")
            assert {line.split(",")[0] for line in noted.splitlines()[1:]} == set(texts.keys())


def _name_in_catalogue(english: str) -> str:
    message = catalogues.read("fr").get(english)
    assert message
    return name_of(message)
