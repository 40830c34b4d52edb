"""The words of the questions, in each of the eleven languages of the programme."""

import re

import pytest

from guichet.eligibility.content import law
from guichet.eligibility.law import LawRow
from guichet.eligibility.programme import ETA, TOPIC
from guichet.web.words import texts

PLACEHOLDER = re.compile(r"%\(\w+\)s")


def test_it_is_written_in_every_language_of_the_programme() -> None:
    assert texts(TOPIC).languages() == set(ETA)
    assert texts(TOPIC).missing() == []
    assert texts(TOPIC).unknown() == []


def test_it_keeps_every_place_for_a_value_in_every_language() -> None:
    wrong = [
        (key, language)
        for key in texts(TOPIC).keys()  # noqa: SIM118  (not a mapping)
        for language, sentence in texts(TOPIC).everywhere(key).items()
        if set(PLACEHOLDER.findall(sentence))
        != set(PLACEHOLDER.findall(texts(TOPIC).words["en"][key]))
        or sentence.count("%") != len(PLACEHOLDER.findall(sentence))
    ]
    assert wrong == []


@pytest.mark.parametrize("row", law().rows, ids=lambda row: f"{row.number}-{row.key}")
def test_it_gives_every_row_a_reason_and_something_to_do(row: LawRow) -> None:
    assert f"row.{row.key}.why" in texts(TOPIC)
    assert f"row.{row.key}.do" in texts(TOPIC)
