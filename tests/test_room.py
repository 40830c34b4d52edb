"""What has a length says so to translators, and keeps to it in every language."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import CommandError, call_command

from guichet.booking.notice.calendar.file import ics
from guichet.booking.notice.contents import printed
from guichet.booking.notice.mail_openings import OPENINGS
from guichet.booking.notice.testing import make_notice
from guichet.kernel.content.texts import topics
from guichet.web.pages.render import INSIDE
from guichet.web.tests.test_reading import copied
from guichet.web.translation.exchange import exported
from guichet.web.translation.room import PAGES, listed, of_content, of_page
from tests.sentences import OTHERS, sentences
from tests.test_notice_number import NOW

__all__ = ["copied"]
BUTTON = re.compile(r'<(a|button)\b[^>]*class="button\b.*?</\1>', re.DOTALL)
OF_PAGE = re.compile(r'"([^"]+)"\|t\b')
OF_CONTENT = re.compile(r'\b(?:say|tell|of_form|apply|says|enquiries)\("([a-z_.0-9]+)"')
FILLED_IN = re.compile(r"%\\\(\w+\\\)s")


def of_kind(what: str) -> list[str]:
    """Return the English of the sentences of pages that the list has for one kind."""
    return [
        name.removeprefix(f"{PAGES}:")
        for name, room in listed().items()
        if name.startswith(f"{PAGES}:") and what in room.what
    ]


def is_one_of(text: str, texts: list[str]) -> bool:
    return any(
        re.fullmatch(FILLED_IN.sub(".+", re.escape(text_of_ours)), text) for text_of_ours in texts
    )


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_it_keeps_to_its_room(language: str) -> None:
    longer = []
    for name, english, forms in sentences("fr" if language == "en" else language):
        topic, _, key = name.partition(":")
        room = of_page(name, ()) or of_content(topic, key)
        if room:
            longer += [
                f"{name}: {fault}"
                for fault in room.longer([english] if language == "en" else forms)
            ]
    assert longer == []


def test_the_list_names_sentences_that_are_there() -> None:
    keys = {f"{PAGES}:{sentence.name}" for sentence in sentences("fr")}
    keys |= {f"{name}:{key}" for name, texts in topics(settings.CONTENT_DIR).items()
              for key in texts.keys()}  # fmt: skip  # noqa: SIM118
    assert listed().keys() - keys == set()


def test_every_button_of_a_public_page_has_a_room() -> None:
    keys = {name.partition(":")[2] for name in listed()}
    lacking = [
        (path.name, text)
        for path in settings.ROOT.joinpath("src").rglob("*.html")
        if not INSIDE & set(path.parts)
        for button in BUTTON.finditer(path.read_text(encoding="utf-8"))
        for text in (*OF_PAGE.findall(button[0]), *OF_CONTENT.findall(button[0]))
        if text not in keys and "hidden" not in button[0]
    ]
    assert lacking == []


def test_every_subject_title_and_label_has_a_room() -> None:
    notice = make_notice()
    for kind, opening in OPENINGS.items():
        assert is_one_of(opening(notice)[0], of_kind("subject")), kind
    subjects = [sentence.name for sentence in sentences("fr") if sentence.name.endswith(".subject")]
    assert [name for name in subjects if name not in listed()] == []
    title = re.search(r"SUMMARY[^:]*:(.*)", ics(notice, now=NOW, sequence=0).decode())
    assert title
    assert is_one_of(title[1].strip().replace("\\", ""), of_kind("calendar"))
    words = {**printed(notice), "change": None}  # its label stands across the page
    pieces = [piece for piece in words.values() if isinstance(piece, dict)]
    labels = [text for piece in pieces for name, text in piece.items() if name.endswith("label")]
    assert [text for text in labels if text and text not in of_kind("label")] == []


def test_translators_are_told_and_held_to_it(copied: Path, tmp_path: Path) -> None:
    file = tmp_path / "fr.po"
    file.write_bytes(exported(copied, "fr"))
    with file.open("rb") as stream:
        entries = {entry.context: entry for entry in read_po(stream) if entry.id}
    subject = entries["letters/full:approved.subject"]
    assert "the subject of a mail; 64 signs at most beside what is filled in" in (
        subject.auto_comments
    )
    button = next(entry for entry in entries.values() if entry.id == "Find my office")
    assert any("56 signs at most" in comment for comment in button.auto_comments)
    old = f'msgstr "{button.string}"'
    text = file.read_text(encoding="utf-8")
    start = text.index('msgid "Find my office"')
    file.write_text(text[:start] + text[start:].replace(old, f'msgstr "{"a" * 57}"', 1), "utf-8")
    with pytest.raises(CommandError):
        call_command("import_translations", str(file), by="Marie Tremblay")
