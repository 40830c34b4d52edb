"""What is taken out of a note before it is kept, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.interactions import rules
from guichet.interactions.rules import SCRUBBED, scrub


@pytest.mark.parametrize(
    "number",
    [
        "P1234567",
        "DM 262-3280",
        "C01X00T47",
        "123456789",
        "pa0000001",
        "PA 000 0001",
        "12 34 56 78 9",
    ],
)
def test_it_takes_out_what_reads_as_a_passport(number: str) -> None:
    assert scrub(f"Holds {number}, born in Lima.") == f"Holds {SCRUBBED}, born in Lima."


@pytest.mark.parametrize(
    "text",
    [
        "V572319048",
        "E 572 319 048",
        "2026-11-30",
        "30.11.2026",
        "+33 1 23 45 67 89",
        "305 555 0100 2",
        "at 10:30 on gate B12",
        "flight AC1234",
        "paid 7.00 CAD",
        "Wednesday",
    ],
)
def test_it_leaves_numbers_of_cases_days_and_telephones(text: str) -> None:
    assert scrub(f"So: {text}.") == f"So: {text}."


@given(st.text(max_size=300))
def test_it_finds_nothing_a_second_time(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


def test_it_is_quick_with_whatever_is_typed() -> None:
    for text in ("1 " * 2000, "A1" * 2000, "+1-" * 1300, "V1 " * 1300):
        assert isinstance(rules.scrub(text), str)
