"""An outage is one thing that happened: of the same line some a minute, and then how many more."""

from guichet.kernel.logbook.logs import _KINDS, MINUTE, MOST, Limit, repeated


class Clock:
    """The seconds that a test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_admits_so_many_a_minute_and_says_how_many_it_kept_back() -> None:
    clock = Clock()
    limit = Limit(clock=clock)
    assert [limit.admit("x") for _line in range(MOST)] == [0] * MOST
    assert [limit.admit("x") for _line in range(990)] == [None] * 990
    clock.now = MINUTE - 0.1
    assert limit.admit("x") is None
    clock.now = MINUTE
    assert limit.admit("x") == 991
    assert limit.admit("x") == 0


def test_one_kind_keeps_no_other_back() -> None:
    limit = Limit(most=1, clock=Clock())
    assert (limit.admit("x"), limit.admit("x"), limit.admit("y")) == (0, None, 0)


def test_after_a_quiet_minute_nothing_was_kept_back() -> None:
    clock = Clock()
    limit = Limit(most=3, clock=clock)
    limit.admit("x")
    clock.now = 10 * MINUTE
    assert limit.admit("x") == 0


def test_it_remembers_no_more_kinds_than_it_has_room_for() -> None:
    limit = Limit(most=1, clock=Clock())
    for number in range(5 * _KINDS):
        assert limit.admit(number) == 0
    assert len(limit._counts) <= _KINDS


def test_it_says_nothing_of_nothing() -> None:
    assert repeated(0) == ""
    assert repeated(3) == " (repeated 3 times before)"
