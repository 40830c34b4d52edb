"""Medians of many days, rows of few people, and columns of weeks and months."""

from collections import Counter
from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.figures import rules
from guichet.figures.rules import Figures
from guichet.kernel.obstacles import Obstacle

MONDAY = date(2026, 11, 2)


@given(st.lists(st.integers(0, 240), min_size=1), st.sampled_from([50, 90]))
def test_a_percentile_is_the_one_of_the_sorted_list(minutes: list[int], percent: int) -> None:
    rank = ceil(len(minutes) * percent / 100)
    assert rules.percentile(Counter(minutes), percent) == sorted(minutes)[rank - 1]


@given(st.lists(st.integers(0, 12), max_size=12))
def test_nobody_is_found_by_a_row_of_few(people: list[int]) -> None:
    rows = {f"l{n}": Figures(Counter(booked=count)) for n, count in enumerate(people)}
    merged = rules.merged(rows)
    assert sum(row.people for row in merged.values()) == sum(people)
    few = [value for value, row in merged.items() if 0 < row.people < rules.LEAST]
    assert few == [] or sum(people) < rules.LEAST
    for value, row in merged.items():  # and none is left out that could be reckoned
        assert value == "" or row.people == rows[value].people


def test_long_waits_stand_in_the_last_place() -> None:
    cells = rules.tally([("waits", "visit", "en", 9, 1000, 2), ("waits", "visit", "es", 10, -3, 1)])
    assert cells["all", ""].spreads["waits"] == {240: 2, 0: 1}
    assert set(cells) == {
        ("all", ""),
        ("service", "visit"),
        *[("language", "en"), ("language", "es"), ("hour", "09"), ("hour", "10")],
    }


@pytest.mark.parametrize(
    ("days", "columns"),
    [(28, 28), (60, 9), (365, 12)],
)
def test_a_long_period_has_columns_of_weeks_and_months(days: int, columns: int) -> None:
    last = MONDAY + timedelta(days=days - 1)
    by_day = {MONDAY + timedelta(days=n): Figures(Counter(booked=1)) for n in range(days)}
    sums = rules.columns(by_day, first=MONDAY, last=last)
    assert len(sums) in {columns, columns + 1}
    assert sum(row["booked"] for row in sums.values()) == days
    assert min(sums) == MONDAY


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "period_order"), (366, "period_long"), (365, ""), (0, "")]
)
def test_a_period_goes_forward_and_lasts_a_year_at_most(days: int, code: str) -> None:
    last = MONDAY + timedelta(days=days)
    if not code:
        rules.check_period(MONDAY, last)
        return
    with pytest.raises(Obstacle, match=code):
        rules.check_period(MONDAY, last)
