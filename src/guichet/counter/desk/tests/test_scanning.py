"""A scanner is a keyboard, and may be set to another one than the computer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.booking.notice.codes import PREFIX
from guichet.counter.desk import scanning
from guichet.counter.desk.scanning import number_in
from guichet.kernel.references import ALPHABET

numbers = st.text(alphabet=ALPHABET, min_size=9, max_size=9)
KEYS = scanning._KEYS


@given(number=numbers)
@pytest.mark.parametrize("signs", [KEYS, scanning._ON_FRENCH, scanning._ON_AMERICAN])
def test_it_reads_the_code_of_a_notice_on_every_keyboard(signs: str, number: str) -> None:
    scan = (PREFIX + number).translate(str.maketrans(KEYS, signs))
    assert number_in(scan) == number


@pytest.mark.parametrize("text", ["AB2-C3D-4E5", " ab2 c3d 4e5 ", "AB2C3D4E5"])
def test_it_reads_what_is_typed(text: str) -> None:
    assert number_in(text) == "AB2C3D4E5"
