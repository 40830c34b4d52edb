"""The queue played forward keeps the rules by which it is called."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guichet.counter.queue import forecast
from guichet.counter.queue.forecast import Place

TEN = datetime(2026, 12, 1, 15, tzinfo=UTC)


def minutes(most: int) -> st.SearchStrategy[datetime]:
    return st.integers(0, most).map(lambda number: TEN + timedelta(minutes=number))


facts = st.tuples(minutes(60), minutes(90), st.integers(1, 40))
lines = st.lists(facts, max_size=30).map(
    lambda rows: [
        Place(order=order, due_at=due_at, callable_at=callable_at, minutes=length)
        for order, (due_at, callable_at, length) in enumerate(rows)
    ]
)
desks = st.lists(minutes(30), min_size=1, max_size=6)


@given(line=lines, free_at=desks)
def test_everybody_is_called_once_and_nobody_too_early(
    line: list[Place], free_at: list[datetime]
) -> None:
    calls = forecast.calls_of(line, free_at)
    assert set(calls) == {place.order for place in line}
    assert all(calls[place.order] >= max(place.callable_at, min(free_at)) for place in line)


@given(line=lines, free_at=desks)
def test_no_desk_has_two_at_once(line: list[Place], free_at: list[datetime]) -> None:
    calls = forecast.calls_of(line, free_at)
    ends = {place.order: calls[place.order] + timedelta(minutes=place.minutes) for place in line}
    for moment in calls.values():
        at_desks = sum(calls[order] <= moment < end for order, end in ends.items())
        assert at_desks <= sum(free <= moment for free in free_at)


@given(line=lines, coming=lines, free_at=desks)
def test_whoever_waits_is_told_the_same_whether_or_not_the_rest_is_played(
    line: list[Place], coming: list[Place], free_at: list[datetime]
) -> None:
    after = [replace(place, order=place.order + 100) for place in coming]
    expected = [replace(place, order=place.order + 1 + forecast.NEW) for place in coming]
    whole = forecast.calls_of([*line, *after], free_at)
    calls = forecast.calls_of([*line, *expected], free_at)
    assert {order: whole[order] for order in range(len(line))} == {
        order: call for order, call in calls.items() if order <= forecast.NEW
    }


@given(line=lines, free_at=desks)
def test_nobody_is_overtaken_by_who_comes_after_them(
    line: list[Place], free_at: list[datetime]
) -> None:
    calls = forecast.calls_of(line, free_at)
    for place in line:
        for other in line:
            comes_first = (place.due_at, place.order) < (other.due_at, other.order)
            if comes_first and place.callable_at <= calls[other.order]:
                assert calls[place.order] <= calls[other.order]


def test_a_desk_that_is_over_its_time_is_free_soon_and_one_not_at_work_is_planned() -> None:
    late = forecast.free_at(
        at_work=2, busy=[(TEN - timedelta(hours=1), 20)], planned=9, opens_at=None, now=TEN
    )
    assert late == [TEN + forecast.AT_LEAST, TEN]
    opens_at = TEN + timedelta(minutes=30)
    assert (
        forecast.free_at(at_work=0, busy=[], planned=3, opens_at=opens_at, now=TEN)
        == [opens_at] * 3
    )
    long_open = TEN - timedelta(hours=1)
    for start in (None, long_open):
        assert forecast.free_at(at_work=0, busy=[], planned=3, opens_at=start, now=TEN) == [TEN]
