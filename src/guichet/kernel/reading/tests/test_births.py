"""Dates of birth: whole, or as much of them as a document shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import births
from guichet.kernel.reading.births import Birth


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("1980-05-17", date(1980, 5, 17), date(1980, 5, 17), ""),
        ("1980-05", date(1980, 5, 1), date(1980, 5, 31), "month"),
        ("1980-02-XX", date(1980, 2, 1), date(1980, 2, 29), "month"),
        ("1980-12-00", date(1980, 12, 1), date(1980, 12, 31), "month"),
        ("1980", date(1980, 1, 1), date(1980, 12, 31), "year"),
        ("1980-xx-xx", date(1980, 1, 1), date(1980, 12, 31), "year"),
        ("1980-00-00", date(1980, 1, 1), date(1980, 12, 31), "year"),
    ],
)
def test_it_reads_as_much_as_is_known(text: str, first: date, last: date, precision: str) -> None:
    birth = births.read(text)
    assert (birth.first, birth.last, birth.precision) == (first, last, precision)
    assert births.read(str(birth)) == birth


@pytest.mark.parametrize(
    "text", ["", "85", "1980-", "1980--", "1980-13", "1980-00-17", "1980-02-30", "80-05", "1980-5"]
)
def test_it_guesses_at_no_date(text: str) -> None:
    with pytest.raises(Obstacle):
        births.read(text)


@given(st.dates(), st.sampled_from(["", "month", "year"]))
def test_it_lies_between_its_first_and_its_last_day(day: date, precision: births.Precision) -> None:
    text = day.isoformat()[: {"": 10, "month": 7, "year": 4}[precision]]
    birth = births.read(text)
    assert birth.first <= day
    assert birth.precision == precision
    if day.year < date.max.year:
        assert birth.last >= day
        assert birth == Birth(birth.first, precision)
