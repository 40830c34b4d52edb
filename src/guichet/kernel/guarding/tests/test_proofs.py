"""A proof is worth a price once, for its purpose and its network, by work or by waiting."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.test import RequestFactory
from pytest_django import Settings

from guichet.kernel.guarding import proofs
from guichet.kernel.guarding.proofs import Price
from guichet.kernel.obstacles import Obstacle

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
PRICE = Price(units=0.01, seconds=30)
HERE, THERE = b"here", b"there"
pytestmark = pytest.mark.django_db


def solved(challenge: Mapping[str, Any]) -> str:
    """Do the work as a browser does it."""
    work = Challenge.from_dict(dict(challenge))
    solution = solve_challenge(work)
    assert solution
    return Payload(work, solution).to_base64()


def call(
    work: str = "",
    *,
    network: bytes = HERE,
    purpose: str = "test",
    price: Price = PRICE,
    later: float = 0,
) -> Obstacle | None:
    """Let a program try something that has a price; return what stood in its way."""
    headers = {"Guichet-Proof": work} if work else {}
    request = RequestFactory().post("/api/v1/test", headers=headers)
    return charged(request, network, purpose, price, later)


def form(
    *,
    network: bytes = HERE,
    purpose: str = "test",
    price: Price = PRICE,
    later: float = 0,
    **fields: str,
) -> Obstacle | None:
    """Let a form try it."""
    return charged(RequestFactory().post("/en/", fields), network, purpose, price, later)


def charged(
    request: Any, network: bytes, purpose: str, price: Price, later: float
) -> Obstacle | None:
    try:
        proofs.charge(request, purpose, price, network=network, now=NOW + timedelta(seconds=later))
    except Obstacle as obstacle:
        return obstacle
    return None


def test_it_takes_the_work_it_asked_for_once() -> None:
    obstacle = call()
    assert obstacle
    assert obstacle.code == "proof_needed"
    work = solved(obstacle.facts["challenge"])  # type: ignore[arg-type]
    assert call(work) is None
    assert call(work) is not None


def test_it_takes_work_in_a_form() -> None:
    work = solved(proofs.challenge("test", PRICE, network=HERE))
    assert form(altcha=work) is None
    assert form(altcha=work) is not None


def test_it_takes_work_for_its_purpose_and_network_only() -> None:
    work = solved(proofs.challenge("test", PRICE, network=HERE))
    assert call(work, purpose="other") is not None
    assert call(work, network=THERE) is not None
    assert call(work, price=Price(units=0.02, seconds=30)) is not None
    assert call(work) is None


@pytest.mark.parametrize(
    "work", ["x", "e30=", "W10=", "9" * 9000, "eyJjaGFsbGVuZ2UiOjF9", "\x00", "é"]
)
def test_it_refuses_work_that_was_not_done(work: str) -> None:
    assert form(altcha=work, ticket=work) is not None


def test_it_takes_a_wait_instead_once() -> None:
    ticket = proofs.ticket("test", network=HERE, now=NOW)
    assert form(ticket=ticket, later=29) is not None
    assert form(ticket=ticket, later=31, network=THERE) is not None
    assert form(ticket=ticket, later=31, purpose="other") is not None
    assert form(ticket=ticket, later=31) is None
    assert form(ticket=ticket, later=32) is not None


def test_it_says_how_long_is_left() -> None:
    ticket = proofs.ticket("test", network=HERE, now=NOW)

    def left(seconds: float, mark: str = ticket) -> int | None:
        now = NOW + timedelta(seconds=seconds)
        return proofs.seconds_left(mark, "test", PRICE, network=HERE, now=now)

    assert [left(0), left(29.5), left(30), left(600)] == [30, 1, 0, 0]
    assert left(700) is None
    assert left(-10) is None
    assert left(30, "x") is None


def test_it_lets_a_program_on_that_only_waits() -> None:
    first = call()
    assert first
    assert first.facts["retry_after"] == 30
    early = call(later=12)
    assert early
    assert early.facts["retry_after"] == 18
    assert call(later=30, network=THERE) is not None
    assert call(later=30) is None
    again = call(later=31)
    assert again
    assert again.facts["retry_after"] == 30


def test_it_lets_nobody_wait_long_before_it_is_asked_for() -> None:
    call()
    late = call(later=30 + 700)
    assert late
    assert late.facts["retry_after"] == 30
    assert call(later=30 + 700 + 30) is None


def test_it_asks_for_nothing_where_limits_are_off(settings: Settings) -> None:
    settings.RATE_LIMITS = False
    assert call() is None


@pytest.mark.parametrize(
    ("path", "fields", "head", "is_carried"),
    [
        ("/en/", {}, {}, False),
        ("/en/", {"name": "Ada"}, {}, False),
        ("/en/", {"altcha": ""}, {}, True),
        ("/en/", {"ticket": "x"}, {}, True),
        ("/en/", {}, {"Guichet-Proof": "x"}, False),
        ("/api/v1/test", {"ticket": "x"}, {}, False),
        ("/api/v1/test", {}, {"Guichet-Proof": "x"}, True),
    ],
)
def test_a_form_carries_a_proof_in_its_fields_and_a_call_in_its_head(
    path: str, fields: dict[str, str], head: dict[str, str], is_carried: bool
) -> None:
    assert proofs.carries(RequestFactory().post(path, fields, headers=head)) is is_carried


def test_of_several_proofs_in_one_head_the_one_for_this_purpose_counts() -> None:
    other = solved(proofs.challenge("other", PRICE, network=HERE))
    ours = solved(proofs.challenge("test", PRICE, network=HERE))
    assert call(f"{other}, x, {ours}") is None
    assert call(f"{other}, {other}, {other}, {ours}") is not None, "no more are looked at"
    assert call(other, purpose="other") is None, "what was only looked at is not used up"


def test_a_ticket_lasts_a_day_and_one_from_the_future_is_none() -> None:
    ticket = proofs.ticket("test", network=HERE, now=NOW)
    day = proofs.LONGEST_WAIT.total_seconds()
    assert form(ticket=ticket, later=day + 1) is not None
    assert form(ticket=ticket, later=-1) is not None
    assert form(ticket=ticket, later=day) is None
    assert form(ticket=ticket, later=day) is not None
