"""A day in three texts: read whole, or the one of the three that is to be looked at."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import days


def code_of(*parts: str) -> str:
    with pytest.raises(Obstacle) as obstacle:
        days.of_parts(*parts)
    return obstacle.value.code


@given(st.dates())
def test_it_reads_every_day_as_it_is_written_and_as_people_type_it(day: date) -> None:
    assert days.read(day.isoformat()) == day
    assert days.of_parts(f"{day.year:04}", str(day.month), str(day.day)) == day
    assert days.of_parts(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}") == day


@pytest.mark.parametrize("year", ["", "26", "026", "02026", "0000", "-026", "2O26", "٢٠٢٦"])
def test_it_points_at_the_year(year: str) -> None:
    assert code_of(year, "13", "32") == "year_four_digits"


@pytest.mark.parametrize("month", ["", "0", "00", "13", "002", "-1", "May", "٢"])
def test_it_points_at_the_month_when_the_year_is_right(month: str) -> None:
    assert code_of("2026", month, "32") == "no_such_month"


@pytest.mark.parametrize(
    ("month", "day"),
    [("1", ""), ("1", "0"), ("1", "32"), ("4", "31"), ("2", "29"), ("2", "028"), ("2", "-1")],
)
def test_it_points_at_the_day_when_month_and_year_are_right(month: str, day: str) -> None:
    assert code_of("2026", month, day) == "no_such_day"


def test_it_knows_leap_years() -> None:
    assert days.of_parts("2028", "2", "29") == date(2028, 2, 29)
    assert days.of_parts("2000", "2", "29") == date(2000, 2, 29)
    assert code_of("1900", "2", "29") == "no_such_day"


@pytest.mark.parametrize(
    "text", ["", "2026-1-1", "2026-01-1", "01/02/2026", "2026-01-01T00:00", " 2026-01-01", "x"]
)
def test_it_reads_no_other_form(text: str) -> None:
    with pytest.raises(Obstacle, match="malformed"):
        days.read(text)


@given(st.text(max_size=20), st.text(max_size=5), st.text(max_size=5))
def test_it_fails_in_no_other_way(year: str, month: str, day: str) -> None:
    codes = {"year_four_digits", "no_such_month", "no_such_day"}
    try:
        assert isinstance(days.of_parts(year, month, day), date)
    except Obstacle as obstacle:
        assert obstacle.code in codes
