"""Which desk PINs are refused: what is tried first, and what is no PIN."""

import pytest

from guichet.kernel.obstacles import Obstacle
from guichet.staff.desk_pin import rules

GUESSED = [
    *("000000", "111222", "123456", "987654", "135791", "121212", "123123", "123321", "112233"),
    *("789456", "147258", "310585", "053185", "852963", "456789", "246802"),
]


@pytest.mark.parametrize("pin", GUESSED)
def test_it_refuses_what_is_tried_first(pin: str) -> None:
    assert rules.is_guessed(pin)
    with pytest.raises(Obstacle, match="pin_guessed"):
        rules.check_chosen(pin, name="mia")


@pytest.mark.parametrize("pin", ["", "83517", "8351726", "83517a", "83517²", "８３５１７２"])
def test_it_refuses_what_is_no_pin(pin: str) -> None:
    with pytest.raises(Obstacle, match="pin_shape"):
        rules.check_chosen(pin, name="mia")


def test_it_refuses_the_number_of_the_account() -> None:
    rules.check_chosen("835172", name="mia")
    with pytest.raises(Obstacle, match="pin_guessed"):
        rules.check_chosen("835172", name="b-835172")


def test_most_pins_may_be_chosen() -> None:
    count = sum(rules.is_guessed(f"{number:06}") for number in range(0, 1_000_000, 97))
    assert count / (1_000_000 / 97) < 0.15
