"""What a bucket holds, whatever the clock does: never more than its burst, never a free token."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from math import ceil, floor

import pytest
from django.conf import LazySettings
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.kernel.guarding import limits, table
from guichet.kernel.guarding.kinds import Counted, Limit
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.models import Bucket, Try
from guichet.kernel.obstacles import Obstacle

NOW = datetime(2028, 2, 29, 23, 59, 50, tzinfo=UTC)  # a leap day, and soon over
BURST, SECONDS = 3, 10.0
LIMIT = Limit(name="test", what="tests", counted=Counted.LADDER, burst=BURST, seconds=SECONDS)


def wait(network: bytes = b"a", *, at: float = 0.0, limit: Limit = LIMIT) -> int:
    """Take one, or return the seconds to wait."""
    try:
        limits.take(limit, network, now=NOW + timedelta(seconds=at))
    except Obstacle as obstacle:
        assert obstacle.code == "too_many"
        return int(str(obstacle.facts["retry_after"]))
    return 0


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.lists(st.floats(0, 25, allow_subnormal=False), max_size=25), st.data())
def test_in_any_time_it_gives_its_burst_and_one_more_each_so_many_seconds(
    pauses: list[float], data: st.DataObject
) -> None:
    Bucket.objects.all().delete()
    at, times = 0.0, list[float]()
    for pause in pauses:
        at += pause
        if not wait(at=at):
            times.append(at)
    for number, first in enumerate(times):
        for count, last in enumerate(times[number:], start=1):
            assert count <= BURST + floor((last - first) / SECONDS + 1e-6)


@pytest.mark.django_db
@settings(max_examples=30)
@given(st.floats(0, 9.9))
def test_who_waits_as_long_as_told_gets_on_and_not_a_second_earlier(later: float) -> None:
    Bucket.objects.all().delete()
    for _time in range(BURST):
        assert wait() == 0
    seconds = wait(at=later)
    assert seconds == max(1, ceil(SECONDS - later))
    if seconds > 1:
        assert wait(at=later + seconds - 1) > 0
    assert wait(at=later + seconds) == 0


@pytest.mark.django_db
def test_a_clock_that_steps_back_gives_nothing_and_takes_nothing() -> None:
    assert [wait(at=0) for _time in range(BURST)] == [0, 0, 0]
    assert wait(at=-3600) == SECONDS
    assert wait(at=9.5) == 1
    assert wait(at=10) == 0
    assert wait(at=10) == SECONDS


@pytest.mark.django_db
def test_a_bucket_that_rested_for_a_year_holds_no_more_than_its_burst() -> None:
    wait()
    year = 366 * 86_400.0
    assert [wait(at=year) for _time in range(BURST + 1)] == [0, 0, 0, SECONDS]


@pytest.mark.django_db
def test_no_limit_and_no_network_empties_anothers_bucket() -> None:
    other = Limit(name="other", what="tests", counted=Counted.NETWORK, burst=1, seconds=1.0)
    for _time in range(BURST):
        wait()
    assert wait(b"b") == 0
    assert wait(limit=other) == 0
    assert wait(limit=other) == 1
    assert b"a" not in {bytes(bucket.key) for bucket in Bucket.objects.all()}


@pytest.mark.django_db(transaction=True)
def test_thirty_at_once_get_no_more_than_the_burst() -> None:
    def at_once(_number: int) -> int:
        try:
            return wait()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=6) as pool:
        waits = list(pool.map(at_once, range(30)))
    assert waits.count(0) == BURST


@pytest.mark.django_db
def test_a_statement_that_takes_by_itself_takes_from_the_same_bucket() -> None:
    bucket, burst, seconds = limits.token(LIMIT, b"a")
    with connection.cursor() as cursor:
        for _time in range(BURST):
            cursor.execute("SELECT take_token(%s, %s, %s, %s)", [bucket, burst, seconds, NOW])
            assert cursor.fetchone() == (0,)
    assert wait() == SECONDS


@pytest.mark.django_db
def test_where_nothing_is_limited_nothing_is_written(settings: LazySettings) -> None:
    settings.RATE_LIMITS = False
    assert [wait() for _time in range(20)] == [0] * 20
    assert limits.token(LIMIT, b"a") == limits.NO_TOKEN == (None, None, None)
    assert not Bucket.objects.exists()


@pytest.mark.django_db
def test_on_a_ladder_each_wider_network_holds_more() -> None:
    def take(*keys: bytes) -> int:
        try:
            limits.take_on_ladder(LIMIT, Ladder(keys), now=NOW)
        except Obstacle as obstacle:
            return int(str(obstacle.facts["retry_after"]))
        return 0

    assert [take(b"/64", b"/56", b"/48") for _time in range(4)] == [0, 0, 0, 10]
    assert [take(b"/64 2", b"/56", b"/48") for _time in range(3)] == [0, 0, 0]
    assert take(b"/64 3", b"/56", b"/48") == 5
    assert [take(b"/64 of %d" % number, b"/56 2", b"/48") for number in range(6)] == [0] * 6
    assert take(b"/64 new", b"/56 new", b"/48") == 3, "a quarter of ten seconds, in whole ones"


@pytest.mark.django_db
def test_a_wider_network_that_has_none_takes_nothing_from_the_narrower() -> None:
    narrow, wide = Ladder((b"/64", b"/56")), Ladder((b"/56",))
    for _time in range(2 * BURST):
        limits.take_token(LIMIT.name, b"/56", burst=2 * BURST, seconds=SECONDS / 2, now=NOW)
    with pytest.raises(Obstacle):
        limits.take_on_ladder(LIMIT, narrow, now=NOW)
    assert wide.nearest == b"/56"
    assert [wait(b"/64") for _time in range(BURST)] == [0, 0, 0]


@pytest.mark.django_db
def test_a_mistyped_number_costs_a_token_and_no_try() -> None:
    for _time in range(table.MISTYPED.burst):
        with pytest.raises(Obstacle, match="mistyped_number"):
            limits.refuse_mistyped(b"a", now=NOW)
    with pytest.raises(Obstacle, match="too_many"):
        limits.refuse_mistyped(b"a", now=NOW)
    assert not Try.objects.exists()


@pytest.mark.django_db
def test_guesses_at_one_secret_from_one_network_are_counted_apart_from_all_others() -> None:
    keys = [
        limits.try_key("pin", "ABC", "here"),
        limits.try_key("pin", "ABC", "there"),
        limits.try_key("pin", "ABD", "here"),
        limits.try_key("code", "ABC", "here"),
        limits.try_key("pin", "ABChere"),
    ]
    assert len(set(keys)) == len(keys)
    for _time in range(limits.TRIES):
        limits.take_try(keys[0], now=NOW)
    with pytest.raises(Obstacle, match="too_many"):
        limits.take_try(keys[0], now=NOW)
    for key in keys[1:]:
        limits.take_try(key, now=NOW)


@pytest.mark.django_db
def test_a_right_guess_takes_back_its_own_try_alone() -> None:
    key, other = limits.try_key("pin", "ABC"), limits.try_key("pin", "ABD")
    for each in (key, other, key):
        limits.take_try(each, now=NOW)
    limits.give_back_try(key)
    assert Try.objects.filter(key=key).count() == 1
    assert Try.objects.filter(key=other).count() == 1
    limits.give_back_try(key)
    limits.give_back_try(key)
    assert not Try.objects.filter(key=key).exists()


@pytest.mark.django_db
def test_the_sixth_guess_waits_until_the_first_is_an_hour_old() -> None:
    key = limits.try_key("pin", "ABC")
    for minute in range(limits.TRIES):
        limits.take_try(key, now=NOW + timedelta(minutes=minute))
    with pytest.raises(Obstacle) as obstacle:
        limits.take_try(key, now=NOW + timedelta(minutes=5))
    assert obstacle.value.facts == {"retry_after": 55 * 60}
    limits.take_try(key, now=NOW + timedelta(minutes=60))
    with pytest.raises(Obstacle):
        limits.take_try(key, now=NOW + timedelta(minutes=60))
