"""A list that a program for tables has saved is read, or told with file and line."""

import shutil
from pathlib import Path

import pytest

from guichet.agency.reading import read
from guichet.agency.tests.test_bad_folders import CONSULAR
from guichet.kernel.content.lists import rows_of

OFFICES = "content/offices/offices_abroad.csv"
COUNTRIES = "content/offices/countries.csv"
LINKS = "content/routine/links.csv"
SEEN = "content/services/seen/pt.csv"
GOOD = "country_alpha2,office_code\nFR,PAR\nPT,LIS\n"
HEAD = "label_key,service,url,url_alternate_language,phone_display,phone_e164,callable_from\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    return Path(shutil.copytree(CONSULAR, tmp_path / "agency", ignore=ignored))


def write(folder: Path, file: str, content: bytes) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("file", "content", "line", "sentence"),
    [
        (COUNTRIES, GOOD.replace("PAR", "PÂR").encode("latin-1"), 2, "is not saved in UTF-8; save"),
        (COUNTRIES, GOOD.encode("utf-16"), 1, "the file is in UTF-16; save it once more"),
        (COUNTRIES, GOOD.encode("utf-16-be"), 1, "is no text (NUL)"),
        (COUNTRIES, GOOD.replace("LIS", "L\0S").encode(), 3, "is no text (NUL); take it out."),
        (COUNTRIES, GOOD.replace("FR", '"FR').encode(), 2, "look for a lone quotation mark."),
        (COUNTRIES, GOOD.replace("FR", '"F"R').encode(), 2, "its cells cannot be told apart"),
        (COUNTRIES, GOOD.replace("FR,", "FR").encode(), 2, "it has 1 cell, and the first"),
        (COUNTRIES, GOOD.replace("FR,", "FR,x,").encode(), 2, "it has 3 cells, and the first"),
        (OFFICES, b"code,name,name\n", 1, "columns stand there twice: name."),
        (LINKS, b"label_key,service,url\n", 1, "columns are missing: url_alternate_language,"),
        (LINKS, HEAD.encode() + "case_status,appointments,é".encode("cp1252"), 2, "in UTF-8"),
        (SEEN, b"key,english\n", 1, "columns are missing: translation, read_by, read_on."),
        (SEEN, b"key,english,translation,read_by,read_on,who\n", 1, "columns are not known: who."),
    ],
)
def test_what_cannot_be_read_is_told(
    folder: Path, file: str, content: bytes, line: int, sentence: str
) -> None:
    write(folder, file, content)
    reading = read(folder)
    assert reading.agency is None
    faults = [fault for fault in reading.errors if fault.file == file]
    assert [fault.line for fault in faults] == [line]
    assert sentence in faults[0].sentence


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_a_program_for_tables_saves_is_read(
    folder: Path, mark: str, delimiter: str, end: str
) -> None:
    text = mark + GOOD.replace(",", delimiter).replace("\n", end)
    path = write(folder, COUNTRIES, text.encode())
    assert read(folder).errors == []
    assert rows_of(path) == [
        {"country_alpha2": "FR", "office_code": "PAR"},
        {"country_alpha2": "PT", "office_code": "LIS"},
    ]
