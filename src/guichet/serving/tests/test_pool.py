"""Threads in shares: no kind takes the last one of another, and networks take turns."""

import threading
import time
from collections.abc import Callable

from guichet.serving.kinds import Kind
from guichet.serving.line import Job, Line
from guichet.serving.pool import Pool
from guichet.serving.rules import SHARES, THREADS


class Gate:
    """Jobs that work until they are let go."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.opened = threading.Event()
        self.begun: list[Kind] = []
        self.refused: list[Kind] = []

    def job(self, kind: Kind, network: str = "") -> Job:
        def do() -> None:
            self.begun.append(kind)
            self.opened.wait(10)

        return Job(kind, do, lambda: self.refused.append(kind), network)

    def send(self, kind: Kind, count: int) -> None:
        for _ in range(count):
            job = self.job(kind)
            if not self.pool.give(job):
                self.pool.wait(job)

    def wait_until(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 5
        while not ready() and time.monotonic() < deadline:
            time.sleep(0.002)
        assert ready()


def test_it_serves_who_holds_a_place_while_lookers_and_senders_have_all_they_may() -> None:
    gate = Gate(Pool())
    gate.send(Kind.LOOKING, 20)
    gate.send(Kind.UPLOADING, 10)
    gate.wait_until(lambda: len(gate.begun) == 3)
    assert sorted(gate.begun) == ["looking", "looking", "uploading"]
    gate.send(Kind.FIRST, 2)
    gate.wait_until(lambda: gate.begun.count(Kind.FIRST) == 2)
    gate.opened.set()
    gate.wait_until(lambda: len(gate.begun) == 32)


def test_it_keeps_a_thread_for_lookers_while_everybody_books() -> None:
    gate = Gate(Pool())
    gate.send(Kind.FIRST, 50)
    gate.wait_until(lambda: len(gate.begun) == SHARES[Kind.FIRST].most)
    gate.send(Kind.LOOKING, 1)
    gate.send(Kind.UPLOADING, 1)
    gate.wait_until(lambda: len(gate.begun) == THREADS)
    assert {Kind.LOOKING, Kind.UPLOADING} <= set(gate.begun)
    gate.opened.set()


def test_it_refuses_who_waited_as_long_as_they_could_but_nobody_whose_turn_has_come() -> None:
    gate = Gate(Pool())
    gate.send(Kind.UPLOADING, 2)
    late = gate.job(Kind.UPLOADING)
    assert not gate.pool.give(late)
    gate.pool.wait(late)
    gate.pool.give_up(late)
    assert gate.refused == [Kind.UPLOADING]
    gate.pool.give_up(late)
    gate.opened.set()
    gate.wait_until(lambda: not gate.pool.busy[Kind.UPLOADING])
    assert gate.refused == [Kind.UPLOADING]


def test_it_takes_the_thread_that_was_free_last() -> None:
    pool = Pool()
    names: list[str] = []
    for turn in range(8):
        gate = Gate(pool)
        job = Job(Kind.FIRST, lambda: names.append(threading.current_thread().name))
        assert pool.give(job)
        gate.wait_until(lambda turn=turn: len(names) > turn and not pool.busy[Kind.FIRST])  # type: ignore[misc]
    assert len(set(names)) == 1


def test_it_lets_networks_take_turns() -> None:
    line = Line(longest=10)
    jobs = {name: job_of(name) for name in ("a1", "a2", "a3", "b1")}
    for job in jobs.values():
        assert line.join(job) is None
    order = [line.next() for _ in range(4)]
    assert order == [jobs["a1"], jobs["b1"], jobs["a2"], jobs["a3"]]
    assert len(line) == 0


def test_it_refuses_the_last_of_the_network_that_waits_most_often() -> None:
    line = Line(longest=3)
    jobs = [job_of("a1"), job_of("a2"), job_of("a3")]
    for job in jobs:
        line.join(job)
    newcomer = job_of("b1")
    assert line.join(newcomer) is jobs[2]
    another = job_of("a4")
    assert line.join(another) is another
    assert [line.next() for _ in range(3)] == [jobs[0], newcomer, jobs[1]]


def job_of(name: str) -> Job:
    return Job(Kind.LOOKING, lambda: None, network=name[0])
