"""What is wrong is told in words for people, once, and with nothing false beside it."""

import shutil
from pathlib import Path

import pytest

from guichet.agency.reading import read
from guichet.agency.shipped import ROOT
from guichet.agency.tests.test_reading import HEAD, folder_of

CONSULAR = ROOT / "tests" / "agencies" / "consular"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name = Valmer", 5, "behind the = or a comma stands no value; words take quotation marks"),
        ("x = 'l'île'", 5, "more stands behind the value, as a comma; within words a quotation"),
        ('x = "Valmer",', 5, "more stands behind the value, as a comma"),
        ('x = ["fr", pt"]', 5, "behind the = or a comma stands no value"),
        ('x = { fr = "a", pt = "b", }', 5, "a comma between two entries and none behind the last"),
        ('x = { fr = "a, pt = "b" }', 5, "in { … } a comma between two entries, a quotation mark"),
        ('x = { fr = "a" pt = "b" }', 5, "in { … } a comma between two entries, a quotation mark"),
        ('x = { fr = "a" # more', 5, "or the } at the end is missing"),
        ('x = ["fr" "pt"]', 5, "in a list a comma between two entries, a quotation mark"),
        ("x = 'Valmer", 5, "words are not closed by the quotation mark they were opened with"),
        ("[[links]", 5, "the head of a table is not closed, as in [agency]"),
        ('x = "\\u12"', 5, "a backslash in words is written twice"),
        ('name = "Valmer', 5, "words are not closed by the quotation mark they were opened with"),
        ("[links", 5, "the head of a table is not closed, as in [agency]"),
        ("the name", 5, "a key is followed by = and its value"),
        ("languages = ['fr']", 5, "the key stands in its table twice"),
        ("[agency]", 5, "the table stands in the file twice"),
        ("a = [1", 5, "or the ] at its end is missing, here or in a line above"),
        ('a = "C:\\sites"', 5, "a backslash in words is written twice"),
    ],
)
def test_what_is_no_toml_is_told_in_words_for_people(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    (fault,) = read(folder_of(tmp_path, HEAD + text)).faults
    assert (fault.line, words in fault.sentence) == (line, True), fault


def test_what_is_not_text_names_the_encoding(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, HEAD)
    (folder / "agency.toml").write_bytes(HEAD.encode() + "# é".encode("latin-1"))
    sentence = "a letter here is not saved in UTF-8; save the file once more in UTF-8."
    assert str(read(folder).faults[0]) == f"agency.toml:5: error: {sentence}"


@pytest.mark.parametrize(
    ("languages", "programmes", "sentence"),
    [
        ('["fr", "xx"]', '["appointments"]', "agency.languages names 'xx', which there is not."),
        ('["fr", "pt", "ar"]', '["apointments"]', "agency.programmes names 'apointments', which"),
    ],
)
def test_only_the_true_sentence_is_told_of_a_list_that_cannot_be_read(
    tmp_path: Path, languages: str, programmes: str, sentence: str
) -> None:
    folder = tmp_path / "agency"
    shutil.copytree(CONSULAR, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "pages" / "imprint.fr.md").write_text("# A\n\n[b](/fr/appointments/)\n", "utf-8")
    before = {*read(folder).faults}
    path = folder / "agency.toml"
    text = path.read_text("utf-8").replace('["appointments"]', programmes)
    text = text.replace('languages = ["fr", "pt", "ar"]', f"languages = {languages}", 1)
    path.write_text(text.replace(", pt = ", ", xx = ") if "xx" in languages else text, "utf-8")
    (fault,) = {*read(folder).faults} - before
    assert sentence in str(fault)


def test_words_that_an_offered_language_lacks_stop_the_start_and_an_address_does_not(
    tmp_path: Path,
) -> None:
    more = """short_name = { fr = "Consulat", pt = "Consulado" }
[links]
forms = { fr = "https://a.example/fr", pt = "https://a.example/pt" }
"""
    assert [str(fault) for fault in read(folder_of(tmp_path, HEAD + more)).faults] == [
        "agency.toml:5: error [ar]: agency.short_name has no words in ar, which is offered.",
        "agency.toml:7: warning [ar]: links.forms has no words in ar, which is offered.",
    ]
