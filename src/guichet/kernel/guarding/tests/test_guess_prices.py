"""One guess: counted before it is looked at, given back when right, dearer the more went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.http import HttpRequest
from django.test import RequestFactory

from guichet.kernel.guarding import guesses, limits, proofs
from guichet.kernel.guarding.guesses import Guess, Guesser, guess, guesser_of, tag
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.guarding.proofs import Price
from guichet.kernel.guarding.table import GUESS_WAITS, GUESSES, GUESSES_AT, TRIES
from guichet.kernel.models import Bucket, Try
from guichet.kernel.obstacles import Obstacle

NOW = datetime(2028, 2, 29, 23, 59, 50, tzinfo=UTC)
NUMBER = "23456789Q"
pytestmark = pytest.mark.django_db


def guesser(name: str = "here", **facts: object) -> Guesser:
    return Guesser(ladder=Ladder((name.encode(),)), **facts)  # type: ignore[arg-type]


def attempt(
    who: Guesser, code: str | None, *, subject: str = NUMBER, now: datetime = NOW
) -> str | None:
    """Guess, with what comes of looking; return what stood in the way."""
    try:
        with guess("pin", subject, who, now=now):
            if code:
                raise Obstacle(code)
    except Obstacle as obstacle:
        return obstacle.code
    return None


@contextmanager
def failing(count: int, who: str = "net", *, subject: str = NUMBER) -> Iterator[None]:
    """Have so many guesses failed, each from a network of its own."""
    for number in range(count):
        Guess("pin", subject, guesser(f"{who} {number}")).failed(now=NOW)
    yield


@pytest.mark.parametrize("code", sorted(guesses.WRONG))
def test_five_failures_close_one_secret_to_one_network_for_an_hour(code: str) -> None:
    assert [attempt(guesser(), code) for _time in range(6)] == [code] * 5 + ["too_many"]
    assert attempt(guesser(), None) == "too_many", "a right one is not looked at either"
    assert attempt(guesser("there"), None) is None
    assert attempt(guesser(), None, subject="ABCDEFGHJ") is None
    assert attempt(guesser(), None, now=NOW + timedelta(minutes=61)) is None


@pytest.mark.parametrize("code", [None, "not_yet", "too_late"])
def test_what_is_no_failure_is_given_back(code: str | None) -> None:
    for _time in range(12):
        assert attempt(guesser(), code) == code
    assert not Try.objects.exists()
    assert not Bucket.objects.exists()


def test_an_error_of_ours_is_counted_until_somebody_knows_better() -> None:
    with pytest.raises(ZeroDivisionError), guess("pin", NUMBER, guesser(), now=NOW):
        raise ZeroDivisionError
    assert Try.objects.count() == 1


def test_a_network_guesses_at_many_numbers_until_its_budget_is_over() -> None:
    who = guesser()
    answers = [
        attempt(who, "wrong_credentials", subject=f"number {count}")
        for count in range(GUESSES.burst + 1)
    ]
    assert answers == ["wrong_credentials"] * GUESSES.burst + ["proof_needed"]
    assert attempt(guesser("there"), "wrong_code", subject="number 1") == "wrong_code"
    later = NOW + timedelta(seconds=GUESSES.seconds)
    assert attempt(who, "wrong_code", subject="new", now=later) == "wrong_code"
    assert attempt(who, "wrong_code", subject="newer", now=later) == "proof_needed"


def test_a_number_that_many_networks_guess_at_has_a_price_but_no_other_number() -> None:
    with failing(GUESSES_AT.burst):
        assert attempt(guesser(), None) == "proof_needed"
        assert attempt(guesser(), None, subject="ABCDEFGHJ") is None
    assert not Try.objects.exists(), "what was not paid for was not counted"


def test_the_owner_is_not_asked_to_pay_in_a_browser_that_has_opened_it_before() -> None:
    with failing(GUESSES_AT.burst + 5):
        assert attempt(guesser(tags=frozenset({tag(NUMBER)})), None) is None
        assert attempt(guesser(tags=frozenset({tag("ABCDEFGHJ")})), None) == "proof_needed"


def test_where_limits_are_off_a_guess_is_free_and_its_five_tries_are_not(
    settings: LazySettings,
) -> None:
    settings.RATE_LIMITS = False
    with failing(GUESSES_AT.burst + 5):
        assert [attempt(guesser(), "wrong_code") for _time in range(6)] == [
            *["wrong_code"] * 5,
            "too_many",
        ]


def test_what_failed_long_ago_is_forgotten_and_the_debt_has_an_end() -> None:
    with failing(GUESSES_AT.burst + GUESSES_AT.owed + 40):
        hours = (GUESSES_AT.owed + 2) * GUESSES_AT.seconds / 3600
    assert attempt(guesser(), None, now=NOW + timedelta(hours=hours * 0.9)) == "proof_needed"
    assert attempt(guesser(), None, now=NOW + timedelta(hours=hours)) is None


def test_failures_are_counted_by_kind_and_name_nobody() -> None:
    assert set(guesses.failures()) == {
        secret.name for secret in TRIES if not secret.name.startswith("staff_")
    }
    before = guesses.failures()["pin"]
    for _time in range(3):
        attempt(guesser(), "wrong_code")
    with suppress(Obstacle), guess("eta_pin", NUMBER, guesser(), now=NOW):
        raise Obstacle("wrong_code")
    assert guesses.failures()["pin"] == before + 3
    assert guesses.failures()["eta_pin"] == 1
    content = b"".join(bytes(bucket.key) for bucket in Bucket.objects.all())
    assert NUMBER.encode() not in content


def test_a_browser_keeps_of_a_number_what_tells_nothing_of_it(settings: LazySettings) -> None:
    assert tag(NUMBER) == tag(NUMBER) != tag("ABCDEFGHJ")
    assert len(tag(NUMBER)) == 6
    before = tag(NUMBER)
    settings.IDENTITY_KEY = "another"
    assert tag(NUMBER) != before


def test_a_request_remembers_what_it_opened_the_newest_first() -> None:
    request: HttpRequest = RequestFactory().get("/")
    assert guesses.opened_by(request) == []
    guesses.note_opened(request, NUMBER)
    guesses.note_opened(request, "ABCDEFGHJ")
    assert guesses.opened_by(request) == [tag("ABCDEFGHJ"), tag(NUMBER)]


def test_who_guesses_is_known_by_the_networks_of_the_request() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8::1")
    who = guesser_of(request, tags=frozenset({"abc"}))
    assert who.network == who.ladder.nearest == who.ladder.keys[0]
    assert len(who.ladder.keys) == 3
    assert (who.request, who.tags) == (request, {"abc"})


def page(ticket: str = "") -> Guesser:
    request = RequestFactory().post("/en/", {"ticket": ticket} if ticket else {})
    return guesser(request=request)


def test_a_page_says_whether_the_number_or_the_network_has_the_price() -> None:
    with failing(GUESSES_AT.burst), pytest.raises(Obstacle) as obstacle:
        Guess("pin", NUMBER, page()).begin(now=NOW)
    assert obstacle.value.facts["of_a_number"] is True
    assert obstacle.value.facts["price"] == Price(units=GUESSES_AT.price(1), seconds=guesses.WAIT)
    for count in range(GUESSES.burst):
        Guess("pin", f"number {count}", guesser()).failed(now=NOW)
    with pytest.raises(Obstacle) as obstacle:
        Guess("pin", "ABCDEFGHJ", page()).begin(now=NOW)
    assert obstacle.value.facts["of_a_number"] is False


def test_a_wait_pays_for_one_guess() -> None:
    ticket = proofs.ticket(guesses.PURPOSE, network=b"here", now=NOW)
    later = NOW + timedelta(seconds=guesses.WAIT)
    with failing(GUESSES_AT.burst + 3):
        assert attempt(page(ticket), "wrong_code", now=NOW) == "proof_needed"
        assert attempt(page(ticket), "wrong_code", now=later) == "wrong_code"
        assert attempt(page(ticket), "wrong_code", now=later) == "proof_needed"


def program() -> Guesser:
    return guesser(request=RequestFactory().post("/api/v1/test"))


def network_that_owes(count: int, ladder: Ladder) -> None:
    """Have a network fail so often beyond its budget, at a number of its own each time."""
    for number in range(GUESSES.burst * len(ladder.keys) + count):
        Guess("pin", f"number {number}", Guesser(ladder=ladder)).failed(now=NOW)


def test_a_program_gets_on_when_it_waited_and_must_wait_again_for_the_next() -> None:
    with failing(GUESSES_AT.burst):
        later = NOW + timedelta(seconds=guesses.WAIT)
        answers = [attempt(program(), "wrong_code", now=now) for now in (NOW, NOW, later, later)]
    assert answers == ["proof_needed", "proof_needed", "wrong_code", "proof_needed"]


def test_so_many_waits_of_a_network_count_and_then_only_work_does() -> None:
    network_that_owes(5, Ladder((b"here",)))
    ticket = proofs.ticket(guesses.PURPOSE, network=b"here", now=NOW)
    now = NOW + timedelta(seconds=guesses.WAIT)
    assert attempt(page(ticket), "wrong_code", subject="a", now=now) == "wrong_code"
    for _wait in range(2 * GUESS_WAITS.burst):
        with suppress(Obstacle):
            limits.take_on_ladder(GUESS_WAITS, Ladder((b"here",)), now=now)
    ticket = proofs.ticket(guesses.PURPOSE, network=b"here", now=now)
    now += timedelta(seconds=guesses.WAIT)
    assert attempt(page(ticket), "wrong_code", subject="b", now=now) == "proof_needed"


def test_waits_that_a_number_asks_for_are_not_counted_against_the_network() -> None:
    for _wait in range(2 * GUESS_WAITS.burst):
        with suppress(Obstacle):
            limits.take_on_ladder(GUESS_WAITS, Ladder((b"here",)), now=NOW)
    ticket = proofs.ticket(guesses.PURPOSE, network=b"here", now=NOW)
    with failing(GUESSES_AT.burst):
        later = NOW + timedelta(seconds=guesses.WAIT)
        assert attempt(page(ticket), "wrong_code", now=later) == "wrong_code"


def test_a_wider_network_has_a_larger_budget_that_fills_up_as_much_faster() -> None:
    narrow = Ladder((b"/64", b"/56"))
    for number in range(GUESSES.burst):
        Guess("pin", f"number {number}", Guesser(ladder=narrow)).failed(now=NOW)
    neighbor = Guesser(ladder=Ladder((b"/64 beside", b"/56")))
    assert attempt(Guesser(ladder=narrow), None, subject="x") == "proof_needed"
    answers = [
        attempt(neighbor, "wrong_code", subject=f"beside {number}")
        for number in range(GUESSES.burst)
    ]
    assert answers == ["wrong_code"] * GUESSES.burst
    other = Guesser(ladder=Ladder((b"/64 new", b"/56")))
    assert attempt(other, None, subject="y") == "proof_needed"
    half = NOW + timedelta(seconds=GUESSES.seconds / 2)
    assert attempt(other, None, subject="y", now=half) is None
    assert attempt(Guesser(ladder=narrow), None, subject="x", now=half) == "proof_needed"


def test_all_that_is_owed_by_a_wider_network_makes_it_no_dearer_than_by_a_narrow_one() -> None:
    request = RequestFactory().post("/en/")
    prices = []
    for ladder in (Ladder((b"a",)), Ladder((b"b", b"b around"))):
        network_that_owes(2 * GUESSES.owed + 10, ladder)
        with pytest.raises(Obstacle) as obstacle:
            Guess("pin", "new", Guesser(ladder=ladder, request=request)).begin(now=NOW)
        prices.append(obstacle.value.facts["price"])
    assert prices[0] == prices[1] == Price(units=GUESSES.price(GUESSES.owed), seconds=guesses.WAIT)
