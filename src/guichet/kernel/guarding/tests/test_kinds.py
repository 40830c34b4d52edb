"""What one more costs, the further a limit is overdrawn: it doubles, and it has an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.guarding.kinds import Beyond, Counted, Limit, Overdrawn
from guichet.kernel.guarding.table import GUESSES, GUESSES_AT, LIMITS

OWED = st.floats(0, 10_000)


def overdrawn(units: float = 8, doubles: int = 10, owed: int = 120) -> Overdrawn:
    return Overdrawn(
        name="test",
        what="tries",
        counted=Counted.NETWORK,
        burst=30,
        seconds=60.0,
        units=units,
        doubles=doubles,
        owed=owed,
    )


@pytest.mark.parametrize(
    ("owed", "units"), [(0, 8), (10, 16), (20, 32), (30, 64), (120, 32_768), (500, 32_768)]
)
def test_the_price_begins_with_its_units_and_doubles_with_so_many_more(
    owed: float, units: float
) -> None:
    assert overdrawn().price(owed) == units


@given(OWED, OWED)
def test_who_owes_more_never_pays_less(owed: float, more: float) -> None:
    assert overdrawn().price(owed + more) >= overdrawn().price(owed) >= 8


@given(OWED)
def test_what_is_owed_beyond_the_end_makes_nothing_dearer(owed: float) -> None:
    limit = overdrawn(owed=60)
    assert limit.price(owed) <= limit.price(60) == limit.price(60 + owed)


def test_the_dearest_guess_at_a_number_is_work_that_a_telephone_does_within_a_minute_or_two() -> (
    None
):
    """Nobody is locked out of their own record by strangers who guess at it."""
    assert GUESSES_AT.price(10_000) <= 90
    assert GUESSES.price(0) == GUESSES_AT.price(0)


def test_where_nothing_else_is_said_one_waits() -> None:
    limit = Limit(name="x", what="x", counted=Counted.NETWORK, burst=1, seconds=1.0)
    assert limit.beyond is Beyond.WAIT
    assert str(limit.beyond) == "429, with the seconds until one more"


def test_no_two_limits_take_from_one_bucket() -> None:
    assert all(name == limit.name for name, limit in LIMITS.items())
    assert all(limit.burst >= 1 and limit.seconds > 0 for limit in LIMITS.values())
