"""Floods and guesses are counted, also when they come at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from guichet.kernel.guarding import limits
from guichet.kernel.obstacles import Obstacle

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def may_take(network: bytes, *, now: datetime = NOW) -> bool:
    try:
        limits.take_token("test", network, burst=3, seconds=10, now=now)
    except Obstacle:
        return False
    return True


def test_it_gives_a_burst_and_then_one_token_at_a_time() -> None:
    assert [may_take(b"a") for _ in range(5)] == [True, True, True, False, False]
    assert may_take(b"b")
    assert not may_take(b"a", now=NOW + timedelta(seconds=9))
    assert may_take(b"a", now=NOW + timedelta(seconds=10))


def test_it_says_how_long_to_wait() -> None:
    for _ in range(3):
        may_take(b"a")
    with pytest.raises(Obstacle) as obstacle:
        limits.take_token("test", b"a", burst=3, seconds=10, now=NOW + timedelta(seconds=4))
    assert obstacle.value.facts["retry_after"] == 6


def guessed(key: bytes, *, now: datetime = NOW) -> str | int:
    try:
        limits.take_try(key, now=now)
    except Obstacle as obstacle:
        return int(str(obstacle.facts["retry_after"]))
    finally:
        connections.close_all()
    return "may guess"


def test_it_allows_five_guesses_an_hour_even_when_twenty_come_at_once() -> None:
    key = limits.try_key("pin", "ABC", "network")
    with ThreadPoolExecutor(max_workers=5) as pool:
        answers = list(pool.map(guessed, [key] * 20))
    assert answers.count("may guess") == 5
    assert guessed(key, now=NOW + timedelta(minutes=59)) == 60
    assert guessed(key, now=NOW + timedelta(minutes=60, seconds=1)) == "may guess"


def test_it_does_not_count_a_guess_that_was_right() -> None:
    key = limits.try_key("pin", "DEF", "network")
    for _ in range(12):
        assert guessed(key) == "may guess"
        limits.give_back_try(key)
