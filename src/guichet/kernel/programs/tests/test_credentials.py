"""A number and its PIN by HTTP Basic: what opens, what is a guess, and what is none."""

import base64
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.credentials import NumberAndPin

NUMBER = "23456789Q"


class Door(NumberAndPin):
    """Opens one number with one PIN, and notes each try."""

    def __init__(self) -> None:
        super().__init__()
        self.tries: list[tuple[str, str]] = []
        self.refusal = Obstacle("wrong_credentials")

    def open(self, request: HttpRequest, number: str, pin: str) -> object:
        self.tries.append((number, pin))
        if (number, pin) == (NUMBER, "047512"):
            return "opened"
        raise self.refusal


def knock(door: Door, header: str | None, number: str = NUMBER) -> object:
    head = {} if header is None else {"HTTP_AUTHORIZATION": header}
    request = RequestFactory().get("/", **head)  # type: ignore[arg-type]
    request.resolver_match = SimpleNamespace(kwargs={"number": number})  # type: ignore[assignment]
    return door(request)


def basic(pair: str, scheme: str = "Basic") -> str:
    return f"{scheme} {base64.b64encode(pair.encode()).decode()}"


@pytest.mark.parametrize(
    "pair", [f"{NUMBER}:047512", "234-567-89q:047 512", "234 567 89Q: 047512 "]
)
def test_it_opens_with_number_and_pin_however_they_are_written(pair: str) -> None:
    assert knock(Door(), basic(pair)) == "opened"
    assert knock(Door(), basic(pair, "bASIC"), "234-567-89q") == "opened"


@pytest.mark.parametrize(
    "header",
    [None, "", "Basic", "Basic !", "Basic =", "Bearer abc", basic("no colon"), "Basic /w=="],
)
def test_what_holds_no_pair_is_refused_and_is_no_guess(header: str | None) -> None:
    door = Door()
    with pytest.raises(Obstacle, match="wrong_credentials"):
        knock(door, header)
    assert door.tries == []


def test_a_wrong_pin_is_a_guess() -> None:
    door = Door()
    with pytest.raises(Obstacle, match="wrong_credentials"):
        knock(door, basic(f"{NUMBER}:000000"))
    assert door.tries == [(NUMBER, "000000")]


def test_the_right_pair_of_another_number_is_a_guess_at_this_one_and_opens_nothing() -> None:
    door = Door()
    with pytest.raises(Obstacle, match="wrong_credentials"):
        knock(door, basic(f"{NUMBER}:047512"), "ABCDEFGHJ")
    assert door.tries == [("ABCDEFGHJ", "")]


def test_a_pair_for_a_mistyped_number_is_answered_like_a_wrong_one() -> None:
    door = Door()
    door.refusal = Obstacle("mistyped_number")
    with pytest.raises(Obstacle, match="wrong_credentials"):
        knock(door, basic(f"{NUMBER}:047512"), "ABCDEFGHJ")


def test_whoever_guessed_too_often_is_told_so_and_for_how_long() -> None:
    door = Door()
    door.refusal = Obstacle("too_many", retry_after=60)
    with pytest.raises(Obstacle, match="too_many") as obstacle:
        knock(door, basic(f"{NUMBER}:047512"), "ABCDEFGHJ")
    assert obstacle.value.facts == {"retry_after": 60}


def test_a_pin_may_hold_a_colon_and_is_then_wrong() -> None:
    door = Door()
    with pytest.raises(Obstacle, match="wrong_credentials"):
        knock(door, basic(f"{NUMBER}:047512:1"))
    assert door.tries[0][0] == NUMBER
