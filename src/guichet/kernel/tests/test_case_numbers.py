"""Numbers that survive a telephone call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel import case_numbers as numbers

LETTERS = st.sampled_from(["V", "J", "E", "I"])
BODIES = st.integers(0, 10**8 - 1).map(lambda number: f"{number:08d}")


def number_of(letter: str, body: str) -> str:
    return f"{letter}{body}{numbers.check_digit(letter, body)}"


@given(LETTERS, BODIES)
def test_it_accepts_what_it_makes(letter: str, body: str) -> None:
    assert numbers.is_number(number_of(letter, body), letter)


@given(LETTERS, BODIES, st.integers(1, 9), st.integers(1, 9))
def test_it_notices_one_wrong_digit(letter: str, body: str, place: int, more: int) -> None:
    number = number_of(letter, body)
    wrong = str((int(number[place]) + more) % 10)
    assert not numbers.is_number(number[:place] + wrong + number[place + 1 :], letter)


@given(LETTERS, BODIES, st.integers(1, 8))
def test_it_notices_swapped_neighbors(letter: str, body: str, place: int) -> None:
    number = number_of(letter, body)
    digit, other = number[place], number[place + 1]
    swapped = number[:place] + other + digit + number[place + 2 :]
    assert (digit == other) == numbers.is_number(swapped, letter)


@given(BODIES)
def test_it_takes_the_digits_of_the_one_kind_for_no_other(body: str) -> None:
    number = number_of("V", body)
    assert not numbers.is_number("J" + number[1:], "J")
    assert not numbers.is_number(number, "J")


@pytest.mark.parametrize("text", ["v 572 319 048", "V-572-319-048", "Ｖ572319048", "v٥٧٢٣١٩٠٤٨"])
def test_it_reads_what_people_type(text: str) -> None:
    assert numbers.read(text) == "V572319048"
    assert numbers.is_number(numbers.read(text), "V")


@pytest.mark.parametrize("text", ["", "V", "572319048", "V5723190480", "W572319048", "V57231904X"])
def test_it_refuses_other_shapes(text: str) -> None:
    assert not numbers.is_number(numbers.read(text), "V")


def test_it_draws_numbers_of_the_right_shape() -> None:
    draws = {numbers.new_number("J") for _ in range(200)}
    assert len(draws) > 190
    assert all(numbers.is_number(number, "J") for number in draws)
