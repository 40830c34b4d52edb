"""Sentences go to a translator and come back: nothing is lost, and what does not fit is refused."""

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import CommandError, call_command

from guichet.kernel.content import layers
from guichet.kernel.content.texts import Texts
from guichet.kernel.testing import soon, usual
from guichet.web.languages import ALL
from guichet.web.pages import catalogues
from guichet.web.tests.test_reading import change, copied
from guichet.web.translation.exchange import exported

__all__ = ["copied"]


# French has every programme, Arabic six plurals, German and Vietnamese one programme each.
@pytest.mark.parametrize(
    "language", soon("vi", of=usual("fr", "ar", "de", "vi", of=sorted({*ALL} - {"en"})))
)
def test_a_file_that_nobody_changed_changes_nothing(
    copied: Path, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    file = tmp_path / "there-and-back.po"
    call_command("export_translations", language, str(file))
    with file.open("rb") as stream:
        entries = [entry for entry in read_po(stream, abort_invalid=True) if entry.id]
    assert len({entry.context for entry in entries}) == len(entries) > 300
    assert all(entry.fuzzy for entry in entries)
    call_command("import_translations", str(file), by="Marie Tremblay")
    assert f"{language}: 0 sentences changed, 0 read by" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.slow
def test_what_a_translator_has_read_and_changed_comes_back(copied: Path, tmp_path: Path) -> None:
    file = tmp_path / "fr.po"
    text = exported(copied, "fr").decode()
    old = 'msgctxt "eta:home.price_title"\nmsgid "What it costs"\nmsgstr "'
    start = text.index(old)
    head, _flag, tail = text[:start].rpartition("#, fuzzy\n")
    line, _, rest = text[start + len(old) :].partition('"')
    assert line
    file.write_text(f'{head}{tail}{old}Le \\"prix\\""{rest}', encoding="utf-8")
    call_command("import_translations", str(file), by="Marie Tremblay")
    words = Texts(copied / "eta").get("home.price_title", "fr")
    assert (words.text, words.unread, words.stale) == ('Le "prix"', False, False)
    assert Texts(copied / "eta").get("home.speed_title", "fr").unread
    file.write_text(exported(copied, "fr").decode(), encoding="utf-8")
    call_command("import_translations", str(file), by="Somebody Else")
    assert "Marie Tremblay" in (copied / "eta" / "seen" / "fr.csv").read_text(encoding="utf-8")


def test_what_the_agency_says_itself_goes_and_comes_back_too(copied: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(settings.AGENCY.content / "eta", own / "eta")
    layers.lay(own, over=copied, languages=layers.spoken())
    file = tmp_path / "de.po"
    text = exported(copied, "de").decode()
    start = text.index('msgctxt "own/eta:home.title"')
    head, _flag, tail = text[:start].rpartition("#, fuzzy\n")
    file.write_text(head + tail + text[start:], encoding="utf-8")
    shipped = (copied / "eta" / "seen" / "de.csv").read_bytes()
    call_command("import_translations", str(file), by="Erika Mustermann")
    assert not Texts(copied / "eta").get("home.title", "de").unread
    assert (copied / "eta" / "seen" / "de.csv").read_bytes() == shipped
    call_command("mark_read", "fr", "own/eta:home.*", by="Marie Tremblay")
    assert not Texts(copied / "eta").get("home.title", "fr").unread


def test_a_sentence_of_a_page_comes_back_too(copied: Path, tmp_path: Path) -> None:
    file = tmp_path / "es.po"
    text = exported(copied, "es").decode()
    start = text.index('msgid "Privacy"\nmsgstr "')
    head, _flag, tail = text[:start].rpartition("#, fuzzy\n")
    file.write_text(head + tail + text[start:], encoding="utf-8")
    call_command("import_translations", str(file), by="Ana Pérez")
    message = catalogues.read("es").get("Privacy")
    assert message
    assert catalogues.is_read(message)


def test_it_refuses_what_does_not_fit_and_takes_the_rest(
    copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fr.po"
    text = exported(copied, "fr").decode()
    change(copied / "eta" / "en.toml", '"What it costs"', '"What an eTA costs"')
    start = text.index('msgctxt "eta:home.price"\n')
    before, string, after = text[start:].partition('\nmsgstr "')
    file.write_text(
        text[:start] + before + string + "Gratuit. " + after.replace("%(price)s", "7 $", 1),
        encoding="utf-8",
    )
    with pytest.raises(CommandError, match="2 faults"):
        call_command("import_translations", str(file), by="Marie Tremblay")
    lines = capsys.readouterr().out
    assert "refused: eta:home.price_title: the English has changed since the file was made" in lines
    assert "refused: eta:home.price: other placeholders than %(price)s" in lines
    assert "%(price)s" in Texts(copied / "eta").get("home.price", "fr").text
