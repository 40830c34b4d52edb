"""Which places people who come together get."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.booking.on_behalf.rules import MOST_TOGETHER, Room, places_for

DAY = date(2026, 12, 1)
NINE = datetime(2026, 12, 1, 14, tzinfo=UTC)
STEP = timedelta(minutes=20)


def rooms_with(*free: int, gap_after: int = -1) -> list[Room]:
    """Return times in a row with so many free places each; a gap follows one of them."""
    rooms = []
    for number, count in enumerate(free):
        starts_at = NINE + STEP * (number + (1 if 0 <= gap_after < number else 0))
        rooms.append(Room(number, starts_at, starts_at + STEP, DAY, True, count, 0))
    return rooms


@pytest.mark.parametrize(
    ("free", "gap_after", "people", "first", "slots"),
    [
        ((3, 3), -1, 2, 0, [0, 0]),
        ((1, 3), -1, 3, 0, [0, 1, 1]),
        ((1, 0, 3), -1, 2, 0, None),  # nobody waits for a time between two of a family
        ((1, 3), 0, 2, 0, None),
        ((0, 3), -1, 1, 0, None),
        ((1, 1, 1), -1, 3, 1, None),
        ((1,), -1, 1, 7, None),
    ],
)
def test_they_stay_together(
    free: tuple[int, ...], gap_after: int, people: int, first: int, slots: list[int] | None
) -> None:
    assert places_for(people, rooms_with(*free, gap_after=gap_after), first=first) == slots


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.integers(1, MOST_TOGETHER))
def test_nobody_gets_a_place_that_is_not_free_and_nobody_is_left_out(
    free: list[int], people: int
) -> None:
    slots = places_for(people, rooms_with(*free), first=0)
    if slots is None:
        return
    assert len(slots) == people and slots == sorted(slots)
    assert all(slots.count(slot) <= free[slot] for slot in slots)
    assert set(slots) == set(range(slots[-1] + 1))
