"""Numbers and PINs that survive a telephone call."""

from hypothesis import assume, given
from hypothesis import strategies as st

from guichet.kernel import references

NUMBERS = st.text(references.ALPHABET, min_size=8, max_size=8).map(
    lambda body: body + references.check_character(body)
)
PLACES = st.integers(0, references.LENGTH - 1)


@given(NUMBERS, PLACES, st.sampled_from(references.ALPHABET))
def test_it_notices_one_wrong_character(number: str, place: int, other: str) -> None:
    assume(number[place] != other)
    assert not references.is_number(number[:place] + other + number[place + 1 :])


@given(NUMBERS, PLACES, PLACES)
def test_it_notices_two_characters_that_changed_places(
    number: str, first: int, second: int
) -> None:
    assume(number[first] != number[second])
    swapped = list(number)
    swapped[first], swapped[second] = number[second], number[first]
    assert not references.is_number("".join(swapped))


@given(NUMBERS)
def test_it_reads_what_it_shows(number: str) -> None:
    for text in (references.for_people(number), f" {number.lower()} ", number.replace("", " ")):
        assert references.read_number(text) == number


def test_it_has_none_of_the_characters_that_are_taken_for_others() -> None:
    assert not set("0O1IL") & set(references.ALPHABET)


@given(st.integers(1, 2**40), st.integers(1, 9))
def test_it_derives_six_digits_that_change_with_each_generation(
    record: int, generation: int
) -> None:
    pin = references.derive_pin("key", record=record, generation=generation)
    assert len(pin) == 6 and pin.isdigit()
    assert pin == references.derive_pin("key", record=record, generation=generation)
    assert references.derive("key", "pin", record, generation) != references.derive(
        "key", "pin", record, generation + 1
    )
    assert references.derive("key", "pin", record, generation) != references.derive(
        "other key", "pin", record, generation
    )


def test_it_draws_references_of_errors_that_check_themselves() -> None:
    words = {references.new_error_reference() for _ in range(200)}
    assert len(words) > 190
    assert all(references.is_error_reference(reference) for reference in words)
    assert not any(references.is_number(reference) for reference in words)


@given(st.text(references.ALPHABET, min_size=5, max_size=5), st.integers(0, 5), st.integers(1, 30))
def test_it_notices_a_wrong_character_in_a_reference(body: str, place: int, more: int) -> None:
    reference = body + references.check_character(body)
    alphabet = references.ALPHABET
    wrong = alphabet[(alphabet.index(reference[place]) + more) % len(alphabet)]
    assert not references.is_error_reference(reference[:place] + wrong + reference[place + 1 :])
