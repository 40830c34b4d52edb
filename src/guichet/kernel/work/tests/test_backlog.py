"""A job of every minute takes up what waits, look after look, and goes round nothing."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.work import backlog
from guichet.kernel.work.backlog import ITS_MINUTE, drained


class Clock:
    """Seconds that pass only where a test says so."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(backlog, "time", clock)
    return clock


def each_in_turn(looks: Iterator[list[int]]) -> Callable[[], list[int]]:
    return lambda: next(looks, [])


@given(st.sets(st.integers(), max_size=60), st.integers(1, 10))
def test_everything_that_waits_is_given_once_whatever_a_look_takes(
    waiting: set[int], most: int
) -> None:
    rest = sorted(waiting)

    def look() -> list[int]:
        return rest[:most]

    given_out: list[int] = []
    for fresh in drained(look):
        given_out += fresh
        del rest[: len(fresh)]
    assert given_out == sorted(waiting)


def test_what_could_not_be_done_is_given_no_second_time() -> None:
    looks = iter([[1, 2], [2, 3], [2]])
    assert list(drained(each_in_turn(looks))) == [[1, 2], [3]]


def test_where_nothing_waits_it_looks_once() -> None:
    looks: list[int] = []
    assert list(drained(lambda: looks.append(1) or [])) == []  # type: ignore[func-returns-value]
    assert looks == [1]


def test_it_ends_when_its_minute_is_over_however_much_is_left(clock: Clock) -> None:
    numbers = iter(range(1000))
    count = 0
    for _fresh in drained(lambda: [next(numbers)]):
        count += 1
        clock.now += ITS_MINUTE / 4
    assert count == 4


@pytest.mark.parametrize(("seconds", "count"), [(0.0, 0), (10.0, 1), (20.0, 2), (20.5, 3)])
def test_a_caller_may_say_how_long(clock: Clock, seconds: float, count: int) -> None:
    numbers = iter(range(1000))
    looks = 0
    for _fresh in drained(lambda: [next(numbers)], seconds=seconds):
        looks += 1
        clock.now += 10
    assert looks == count


def test_its_minute_leaves_room_for_the_next() -> None:
    assert 30 <= ITS_MINUTE < 60


def test_the_next_look_comes_after_the_last_was_worked_on() -> None:
    order: list[str] = []
    looks = iter([[1], [2]])

    def look() -> list[int]:
        order.append("looks")
        return next(looks, [])

    for (number,) in drained(look):
        order.append(f"does {number}")
    assert order == ["looks", "does 1", "looks", "does 2", "looks"]
