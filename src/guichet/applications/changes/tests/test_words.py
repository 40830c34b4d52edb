"""The words of these pages: every key is used, the places keep their names, and reasons agree."""

import re

import pytest

from guichet.applications.changes.change_page import CASES
from guichet.applications.changes.rules import KINDS, WHYS
from guichet.applications.status.next_steps import AFTER_THE_END, OPTIONS
from guichet.eligibility.programme import ETA
from guichet.web.languages import DEFAULT
from guichet.web.words import texts

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def test_it_says_the_same_reasons_as_the_letters() -> None:
    here, letters = texts("changes"), texts("letters/full")
    reasons = {key for key in letters.keys() if key.startswith("reason.")}  # noqa: SIM118
    assert reasons == {key for key in here.keys() if key.startswith("reason.")}  # noqa: SIM118
    for language in letters.languages():
        for key in reasons:
            assert here.get(key, language).text == letters.get(key, language).text


def test_it_has_words_for_every_code() -> None:
    words = texts("changes")
    codes = {
        "why": WHYS,
        "case": CASES,
        "kind": [kind for kind in KINDS if kind != "edit"],
        "option": {option for options in OPTIONS.values() for option in options},
        "next": {"superseded", "cancelled", "lapsed"},
    }
    assert len(codes["next"]) == len(AFTER_THE_END)
    missing = [
        f"{table}.{code}"
        for table, keys in codes.items()
        for code in keys
        if f"{table}.{code}" not in words
    ]
    assert missing == []


@pytest.mark.parametrize("language", ETA)
def test_it_keeps_the_names_of_what_is_filled_in(language: str) -> None:
    words = texts("changes")
    for key in sorted(words.keys()):
        names = [
            sorted(PLACEHOLDER.findall(words.get(key, code).text)) for code in (DEFAULT, language)
        ]
        assert names[0] == names[1], key


def test_it_speaks_eleven_languages() -> None:
    words = texts("changes")
    assert words.languages() == set(ETA)
    assert words.missing() == []
    assert words.unknown() == []
