"""Kinds and names, whatever comes; and the words of the pages in eleven languages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.applications.models import Paper
from guichet.applications.papers.kinds import LONGEST_NAME, cleaned_name, kind_of
from guichet.applications.papers.rules import joined
from guichet.applications.papers.workshop.result import CODES
from guichet.eligibility.programme import ETA
from guichet.web.languages import DEFAULT
from guichet.web.words import texts

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# What an officer can ask for, and what is here without being asked.
WANTED = """police_certificate court_documents itinerary invitation employment medical passport_copy
    explanation custody interview other offered""".split()
REFUSALS = {
    *CODES,
    *("empty", "too_large", "unknown_kind", "too_many_papers", "too_much_together"),
    *("not_accepted", "none_chosen", "interrupted", "too_long"),
    *("too_many_tries", "nothing_to_hand_in"),
}


@given(st.binary(max_size=100))
def test_it_knows_a_kind_by_its_first_bytes_alone(content: bytes) -> None:
    assert kind_of(content) in {None, *Paper.Kind.values}
    assert kind_of(b"\xff\xd8\xff" + content) == "jpeg"
    assert kind_of(b"PK\x03\x04" + content) is None


@given(st.text(max_size=300), st.sampled_from(Paper.Kind.values))
def test_it_shows_every_name_on_one_line_with_its_true_ending(name: str, kind: str) -> None:
    cleaned = cleaned_name(name, kind)
    assert cleaned.isprintable()
    assert not set(cleaned) & set("/\\\x00\u202e\u200f\n")
    assert 4 < len(cleaned) <= LONGEST_NAME + 5
    assert cleaned.endswith({"jpeg": ".jpg"}.get(kind, f".{kind}"))


def test_it_drops_pictures_from_a_name() -> None:
    assert cleaned_name("📄 Справка № 5 ✅.pdf", "pdf") == "Справка № 5.pdf"


@given(st.text(max_size=50), st.text(max_size=50))
def test_it_loses_no_word_of_two_windows(text: str, other: str) -> None:
    assert text in joined(text, other)
    assert other in joined(text, other)


def test_it_helps_with_whatever_can_be_asked_for() -> None:
    for code in WANTED:
        for part in ("title", "what", "where"):
            assert f"wanted.{code}.{part}" in texts("papers"), (code, part)


def test_it_has_a_sentence_for_every_refusal() -> None:
    assert {code for code in REFUSALS if f"error.{code}" not in texts("papers")} == set()


def test_it_speaks_eleven_languages() -> None:
    words = texts("papers")
    assert words.languages() == set(ETA)
    assert words.missing() == []
    assert words.unknown() == []


@pytest.mark.parametrize("language", ETA)
def test_it_keeps_the_names_of_what_is_filled_in(language: str) -> None:
    words = texts("papers")
    for key in sorted(words.keys()):
        sentences = [words.get(key, code).text for code in (DEFAULT, language)]
        assert sorted(PLACEHOLDER.findall(sentences[0])) == sorted(
            PLACEHOLDER.findall(sentences[1])
        ), key
        assert all(
            sentence.count("%") == len(PLACEHOLDER.findall(sentence)) for sentence in sentences
        ), key
