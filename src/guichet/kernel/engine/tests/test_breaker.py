"""While the database is gone everything fails at once; one thread asks, and lets people through."""

import threading
import time

import pytest

from guichet.kernel.engine import breaker as module
from guichet.kernel.engine.breaker import Breaker


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.001)


def wait_until_shut(breaker: Breaker) -> None:
    deadline = time.monotonic() + 10
    while breaker.is_open:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_it_opens_at_the_first_sign_and_shuts_with_the_first_answer() -> None:
    breaker, may_answer = Breaker(), threading.Event()
    breaker.answers = may_answer.is_set
    assert not breaker.is_open
    breaker.trip()
    time.sleep(0.02)
    assert breaker.is_open
    may_answer.set()
    wait_until_shut(breaker)


def test_one_thread_alone_asks_however_many_meet_the_outage() -> None:
    breaker, may_answer = Breaker(), threading.Event()
    askers: set[int] = set()

    def answers() -> bool:
        askers.add(threading.get_ident())
        return may_answer.wait(0.01)

    breaker.answers = answers
    threads = [threading.Thread(target=breaker.trip) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(0.05)
    may_answer.set()
    wait_until_shut(breaker)
    assert len(askers) == 1


def test_what_is_old_goes_before_others_are_let_through() -> None:
    breaker, states = Breaker(), []
    breaker.recovered = lambda: states.append(breaker.is_open)
    breaker.trip()
    wait_until_shut(breaker)
    assert states == [True]


def test_it_shuts_nobody_out_for_ever_when_asking_itself_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    breaker, askers = Breaker(), []
    monkeypatch.setattr(threading, "excepthook", lambda _failure: None)

    def answers() -> bool:
        askers.append(threading.current_thread())
        raise OSError("no more threads")

    breaker.answers = answers
    breaker.trip()
    wait_until_shut(breaker)
    askers[0].join(10)
    assert not askers[0].is_alive()


def test_it_opens_again_after_it_has_shut() -> None:
    breaker, counts = Breaker(), iter(range(10))
    breaker.recovered = lambda: next(counts)
    for _outage in range(3):
        breaker.trip()
        wait_until_shut(breaker)
        time.sleep(0.01)
    assert next(counts) == 3


def test_a_process_that_was_forked_knows_of_no_outage() -> None:
    breaker, may_answer = Breaker(), threading.Event()
    breaker.answers = lambda: may_answer.wait(5)
    breaker.trip()
    breaker.begin_anew()
    assert not breaker.is_open
    may_answer.set()
