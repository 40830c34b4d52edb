"""The name at the head of a text message leaves room for what the message says."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.agency import naming
from guichet.agency.reading import read
from guichet.agency.shipped import LANGUAGES
from guichet.agency.tests.test_reading import HEAD, folder_of


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("Guichet", "ru", ""),
        ("Valmer", "fr", ""),
        ("Consulat de Valmer", "fr", "18 signs, and a text message has room for 10"),
        ("قنصلية فالمير", "ar", "13 signs, and a text message has room for 7"),
        ("Serviço", "pt", "'ç'"),
        ("Évora", "pt", ""),
    ],
)
def test_a_name_without_room_is_told(name: str, language: str, words: str) -> None:
    sentence = naming.fault_of(name, language)
    assert words in sentence
    assert bool(sentence) is bool(words)


@given(name=st.from_regex(r"[A-Za-zÀ-ÿ]{1,30}( [A-Za-zÀ-ÿ]{1,30}){0,4}", fullmatch=True))
def test_what_is_taken_of_a_name_always_has_room(name: str) -> None:
    for language in LANGUAGES:
        brief = naming.brief(name, language)
        assert 0 < len(brief) <= naming.LONGEST
        assert "signs" not in naming.fault_of(brief, language)


def test_a_folder_is_told_where_its_name_has_no_room(tmp_path: Path) -> None:
    name = 'text_name = { fr = "Service consulaire", pt = "Valmer", ar = "فالمير" }\n'
    reading = read(folder_of(tmp_path, HEAD + name))
    assert reading.agency
    assert [(fault.language, fault.line, fault.severity) for fault in reading.faults] == [
        ("fr", 5, "warning")
    ]
    assert "18 signs" in reading.faults[0].sentence


def test_without_one_it_takes_the_words_there_is_room_for(tmp_path: Path) -> None:
    agency = read(folder_of(tmp_path, HEAD)).agency
    assert agency
    assert [agency.text_name.in_language(code) for code in ("fr", "pt", "ar")] == [
        "Service",
        "Servico",
        "الخدمة",
    ]
