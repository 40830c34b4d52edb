"""A number that does not check itself: told as mistyped to a program, and no try."""

from collections.abc import Callable

import pytest

from guichet.booking.api.tests.calls import Program, program, refused, standing
from guichet.booking.testing import make_open_slot
from guichet.kernel.guarding.table import MISTYPED

__all__ = ["program", "standing"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def booked(program: Program) -> tuple[str, tuple[str, str]]:
    """Return the path and the credentials of a booked appointment."""
    _, basic = program.booked(make_open_slot())
    return f"appointments/{basic[0]}", basic


def _one_off(number: str) -> str:
    return number[:-1] + ("3" if number[-1] == "2" else "2")


@pytest.mark.parametrize("change", [_one_off, "{}2".format, lambda number: number[:-1]])
def test_it_tells_a_mistyped_number_and_counts_no_try(
    program: Program, booked: tuple[str, tuple[str, str]], change: Callable[[str], str]
) -> None:
    path, (number, pin) = booked
    text = change(number)
    for _ in range(8):
        answer = program.get(f"appointments/{text}", basic=(text, pin))
        assert refused(answer) == (422, "mistyped_number")
        assert "WWW-Authenticate" not in answer
    assert "notice" in answer.json()["detail"]
    assert program.get(path, basic=(number, pin)).status_code == 200


def test_it_takes_a_token_of_the_network_for_a_mistyped_number(program: Program) -> None:
    codes = [
        program.get("appointments/234", basic=("234", "1")).status_code
        for _ in range(MISTYPED.burst + 1)
    ]
    assert codes == [422] * MISTYPED.burst + [429]
