"""A sentence that ends in a time ends in one stop, also where the time ends in an abbreviation."""

from datetime import UTC, datetime

import pytest

from guichet.eligibility.programme import ETA
from guichet.web.formats.dates import moment
from guichet.web.words import speaker

AT = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("language", sorted(ETA))
def test_the_clock_of_an_answer_ends_in_one_stop(language: str) -> None:
    words = str(speaker(language, "enquiries")("ask.clock", moment=moment(AT, language)))
    assert words != "" and ".." not in words
    assert language != "es" or words.endswith("3:30\xa0p.\xa0m.")
