"""The words of the pages of an application: complete in eleven languages."""

import re

import pytest

from guichet.eligibility.programme import ETA
from guichet.web.languages import DEFAULT
from guichet.web.words import texts

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def test_it_speaks_eleven_languages() -> None:
    words = texts("apply")
    assert words.languages() == set(ETA)
    assert words.missing() == []
    assert words.unknown() == []


@pytest.mark.parametrize("language", ETA)
def test_it_keeps_the_names_of_what_is_filled_in(language: str) -> None:
    words = texts("apply")
    for key in sorted(words.keys()):
        names = [
            sorted(PLACEHOLDER.findall(words.get(key, code).text)) for code in (DEFAULT, language)
        ]
        assert names[0] == names[1], key
