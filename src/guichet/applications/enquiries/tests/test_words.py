"""The words of letters, trouble and enquiries: complete in eleven languages."""

import re

import pytest

from guichet.applications.enquiries.rules import ANSWERED_WITHIN, TROUBLES
from guichet.applications.letters.body import SHOWS
from guichet.eligibility.programme import ETA
from guichet.web.languages import DEFAULT
from guichet.web.words import texts

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
WORDS = texts("enquiries")


def test_it_speaks_eleven_languages() -> None:
    assert WORDS.languages() == set(ETA)
    assert WORDS.missing() == []
    assert WORDS.unknown() == []


@pytest.mark.parametrize("language", ETA)
def test_it_keeps_the_names_of_what_is_filled_in(language: str) -> None:
    for key in sorted(WORDS.keys()):
        english, other = (WORDS.get(key, code).text for code in (DEFAULT, language))
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(other)), key
        assert other.count("%") == len(PLACEHOLDER.findall(other)), key


def test_it_has_a_name_for_every_letter_trouble_and_enquiry() -> None:
    keys = {f"kind.{kind}" for kind in SHOWS} | {f"topic.{kind}" for kind in ANSWERED_WITHIN}
    keys |= {f"about.{trouble}" for trouble in TROUBLES}
    keys |= {f"{trouble}.{part}" for trouble in TROUBLES for part in ("one", "two", "three")}
    assert keys <= WORDS.keys()
