"""An agency's own words: laid over key by key, checked, and told when the English below changed."""

from pathlib import Path

import pytest

from guichet.agency.reading import read
from guichet.agency.shipped import CONTENT
from guichet.agency.tests.test_reading import HEAD, folder_of
from guichet.agency.words.own import own_sentences
from guichet.agency.words.seen import Place, read_seen, write_seen
from guichet.kernel.content import layers
from guichet.kernel.content.reviews import mark
from guichet.kernel.content.texts import Texts, words_in

KEY, TOPIC = "case_status.label", "routine"
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write(folder: Path, file: str, text: str | bytes) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path, HEAD)


def sentence_with_placeholder(topic: str = "eta") -> tuple[str, str]:
    english = words_in(CONTENT / topic)["en"]
    return next((key, words) for key, words in sorted(english.items()) if "%(" in words)


def dotted(key: str, words: str) -> str:
    return f"{key} = {words!r}"


@pytest.mark.parametrize(
    ("file", "text", "line", "words"),
    [
        ("content/routine/fr.toml", "a = \n", 1, "this is no TOML"),
        ("content/routine/fr.toml", b"\xff", 1, "not saved in UTF-8"),
        ("content/routine/fr.toml", '\n[case_status]\nlabell = "x"', 3, "case_status.label may be"),
        ("content/routin/fr.toml", 'a = "x"', 0, "no such file in content/"),
        ("content/routine/link.csv", "a,b", 0, "links.csv may be meant"),
        ("content/routine/fr.toml", 'case_status.label = "<b>x</b>"', 1, "other markup"),
        ("content/eta/fr.toml", "[held]\ncitizen = 5", 2, "held.citizen takes words in quotation"),
        (
            "content/routine/fr.toml",
            'case_status.label = ["x"]',
            1,
            "label takes words in quotation",
        ),
        (
            "content/eta/fr.toml",
            '[row.x]\nwhy = "%(country)s"',
            2,
            "%(country)s, which",
        ),
        ("locale/fr/django.po", PO + "msgid 1\n", 5, "this is no catalogue"),
        ("locale/fr/other.po", "", 0, "there is no django.po in it"),
        ("locale/xx/django.po", PO, 0, "xx is no language of ours"),
        ("locale/fr/django.po", PO + 'msgid "Book"\nmsgstr ""\n', 5, "has no words"),
        (
            "locale/fr/django.po",
            PO + 'msgid "Error: %(title)s"\nmsgstr "Erreur"\n',
            5,
            "other placeholders than %(title)s.",
        ),
    ],
)
def test_each_fault_is_told_with_its_line(
    folder: Path, file: str, text: str | bytes, line: int, words: str
) -> None:
    write(folder, file, text)
    errors = read(folder).errors
    assert any(fault.line == line and words in fault.sentence for fault in errors), errors
    assert all(fault.file.startswith(file.split("/")[0]) for fault in errors)


def test_a_placeholder_that_was_dropped_is_an_error(folder: Path) -> None:
    key, _ = sentence_with_placeholder()
    write(folder, "content/eta/fr.toml", dotted(key, "Rien"))
    (fault,) = read(folder).errors
    assert fault.language == "fr"
    assert f"{key} has other placeholders than" in fault.sentence


def test_a_sentence_no_page_says_any_more_is_a_warning(folder: Path) -> None:
    write(folder, "locale/fr/django.po", PO + 'msgid "Of another year"\nmsgstr "Autre"\n')
    reading = read(folder)
    assert reading.agency
    assert ["no page says 'Of another year' any more" in str(f) for f in reading.faults] == [True]


def test_what_changed_below_an_own_sentence_is_a_warning(folder: Path) -> None:
    write(folder, "content/routine/fr.toml", '[case_status]\nlabel = "À nous"')
    for language in ("pt", "ar"):
        write(folder, f"content/routine/{language}.toml", '[case_status]\nlabel = "Nossa"')
    *faults, fault = read(folder).faults
    assert {fault.severity, *(other.severity for other in faults)} == {"warning"}
    assert (fault.file, fault.language) == ("seen.csv", "pt")
    assert "of your sentences 1 are not noted in seen.csv yet, case_status.label" in fault.sentence
    sentences = own_sentences(folder)
    write_seen(folder, sentences)
    assert read_seen(folder) == sentences
    assert read(folder).faults == ()
    write_seen(folder, {**sentences, Place(TOPIC, "fr", KEY): "The old words"})
    (fault,) = read(folder).faults
    assert "may be out of date: the shipped English was 'The old words' and is" in fault.sentence


def test_words_that_one_language_lacks_are_told_by_file_and_key(folder: Path) -> None:
    write(folder, "content/routine/pt.toml", '[case_status]\nlabel = "Nossa"\nhint = "Aqui"')
    faults = [fault for fault in read(folder).faults if not fault.is_review]
    assert [fault.language for fault in faults] == ["ar", "fr"]
    assert str(faults[1]) == (
        "content/routine/fr.toml: warning [fr]: in your words in pt, and as shipped in fr (2):"
        " case_status.hint, case_status.label. Say it in yours here, too."
    )
    write(folder, "content/access/pt.toml", 'tea = "Há chá."')
    faults = [fault for fault in read(folder).faults if "access" in fault.file]
    assert str(faults[-1]) == (
        "content/access/fr.toml: error [fr]: tea has no words in fr, which is offered."
    )


def test_a_sentence_that_one_catalogue_says_and_another_does_not_is_a_hint(folder: Path) -> None:
    write(folder, "locale/fr/django.po", PO + 'msgid "Contact"\nmsgstr "Nous écrire"\n')
    write(folder, "locale/pt/django.po", PO + 'msgid "Contact"\nmsgstr "Escrever-nos"\n')
    (fault,) = [str(fault) for fault in read(folder).faults]
    assert fault == (
        "locale/ar/django.po: warning [ar]: in your words in fr, and as shipped in ar (1):"
        " 'Contact'. Say it in yours here, too."
    )


def test_a_language_that_is_not_shipped_is_a_translation_and_no_other_opinion(
    folder: Path,
) -> None:
    write(folder, "content/letters/full/pt.toml", '[received]\nsubject = "%(number)s"')
    assert [fault for fault in read(folder).faults if "as shipped" in fault.sentence] == []


def test_errors_come_first_and_what_nobody_has_read_last(folder: Path) -> None:
    write(folder, "content/routine/fr.toml", '[case_status]\nlabel = "À nous"')
    write(folder, "pages/a.xx.md", "# A\n")
    assert read(folder).errors
    kinds = [(fault.severity, fault.is_review) for fault in read(folder).faults]
    assert kinds == [("error", False), ("warning", False), ("warning", False), ("warning", True)]


def test_own_words_lie_over_the_shipped_key_by_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "content/routine/fr.toml", '[case_status]\nlabel = "À nous"')
    write(folder, "content/tables/retention.toml", "[papers]\ndays = 800")
    monkeypatch.setattr(layers, "_OWN", {CONTENT: folder / "content"})
    texts = Texts(CONTENT / TOPIC)
    own, shipped = texts.get(KEY, "fr"), Texts(CONTENT / TOPIC, shipped_only=True)
    assert (own.text, own.unread, own.stale) == ("À nous", False, False)
    assert texts.get("case_status.hint", "fr") == shipped.get("case_status.hint", "fr")
    assert texts.get(KEY, "es") == shipped.get(KEY, "es")
    assert shipped.get(KEY, "fr").text != "À nous"
    papers = layers.toml(CONTENT / "tables" / "retention.toml")["papers"]
    assert (papers["days"], papers["least"]) == (800, 730)
    assert layers.at(CONTENT / "routine" / "links.csv") == CONTENT / "routine" / "links.csv"


def test_an_agency_may_note_how_its_own_translations_stand(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, french = "Look at a case", "Regarder un dossier"
    write(folder, "content/routine/en.toml", f'[case_status]\nlabel = "{english}"')
    write(folder, "content/routine/fr.toml", f'[case_status]\nlabel = "{french}"')
    note = f"key,english,translation,read_by,read_on\n{KEY},{mark(english)},{mark(french)},,\n"
    write(folder, "content/routine/seen/fr.csv", note)
    assert read(folder).agency
    monkeypatch.setattr(layers, "_OWN", {CONTENT: folder / "content"})
    text = Texts(CONTENT / TOPIC).get(KEY, "fr")
    assert (text.text, text.unread, text.stale) == (french, True, False)
    assert Texts(CONTENT / TOPIC).standing_of(KEY, "fr").unread
    write(folder, "content/routine/en.toml", '[case_status]\nlabel = "Another one"')
    assert Texts(CONTENT / TOPIC).get(KEY, "fr").stale


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("%(now)s", "is no longer a key of content/routine/: its English is case_status.label now"),
        ("Gone", "is no longer a key of content/routine/: no page says 'Gone'. Take it out."),
        (None, "case_status.lable is no key of content/routine/. case_status.label may be meant."),
    ],
)
def test_a_key_that_is_gone_is_told_with_what_to_do(
    folder: Path, english: str | None, words: str
) -> None:
    write(folder, "content/routine/fr.toml", '[case_status]\nlable = "À nous"')
    if english is not None:
        now = words_in(CONTENT / TOPIC)["en"][KEY]
        write_seen(folder, {Place(TOPIC, "fr", "case_status.lable"): english % {"now": now}})
    (fault,) = read(folder).errors
    assert (fault.line, fault.file) == (2, "content/routine/fr.toml")
    assert words in fault.sentence


def test_each_file_is_read_once_because_every_process_asks_at_its_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in ("fr", "es"):
        write(folder, f"content/{TOPIC}/{language}.toml", dotted(KEY, "x") + "\n")
    write(folder, "content/eta/fr.toml", "")
    paths: list[Path] = []
    reader = layers.read
    monkeypatch.setattr(layers, "read", lambda path: paths.append(path) or reader(path))
    assert [fault.file for fault in read(folder).faults if "seen.csv" in fault.sentence]
    assert sorted(paths) == sorted(
        [
            *(CONTENT / topic / "en.toml" for topic in ("eta", TOPIC)),
            *(folder / "content" / TOPIC / f"{language}.toml" for language in ("es", "fr")),
            folder / "content" / "eta" / "fr.toml",
        ]
    )
