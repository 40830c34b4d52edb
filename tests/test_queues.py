"""Mail never waits for pictures, nor pictures for mail; papers of one person take their turn."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import procrastinate_app

from guichet.applications.papers import actions as papers
from guichet.applications.papers import queue
from guichet.kernel.work import jobs, outbox, workers
from guichet.post import deliver

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20.0  # seconds


class Stuck:
    """Work that does not end before it is told to; how much of it has begun."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.over = threading.Event()

    def __call__(self, record: int, **options: object) -> None:
        self.begun.append(record)
        self.over.wait(PATIENCE)


@pytest.fixture(autouse=True)
def _nothing_else_to_do(transactional_db: None) -> None:
    """Take away what other tests have left to be done."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def stuck() -> Iterator[Stuck]:
    """Return work that is stuck, and let it end afterwards."""
    work = Stuck()
    yield work
    work.over.set()


def leave_paper(number: int, *, of: int) -> None:
    jobs.defer(queue.MAKE, queue=workers.PAPERS, one_at_a_time=f"papers of:{of}", paper=number)


def leave_mail(number: int) -> None:
    jobs.defer(outbox.DELIVER, queue="outbox", dispatch=number)


def work_until(is_done: Callable[[], bool], stuck: Stuck) -> None:
    """Run a worker until something has been done; it is an error where that never happens."""

    async def run() -> None:
        told_to_stop = asyncio.Event()
        working = asyncio.create_task(workers.work(told_to_stop))
        deadline = time.monotonic() + PATIENCE / 2
        while not is_done() and time.monotonic() < deadline and not working.done():
            await asyncio.sleep(0.05)
        was_done = is_done()
        stuck.over.set()
        told_to_stop.set()
        await working
        assert was_done, stuck.begun

    asyncio.run(run())


def test_mail_goes_out_while_papers_are_stuck(
    stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: list[int] = []
    monkeypatch.setattr(papers, "check", stuck)
    monkeypatch.setattr(deliver, "deliver", lambda number, **options: numbers.append(number))
    for number in range(9):
        leave_paper(number, of=number)
    leave_mail(1)
    work_until(lambda: 1 in numbers and len(stuck.begun) == 2, stuck)
    assert numbers == [1]


def test_papers_are_made_while_mail_is_stuck(stuck: Stuck, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers: list[int] = []
    monkeypatch.setattr(papers, "check", lambda number, **options: numbers.append(number))
    monkeypatch.setattr(deliver, "deliver", stuck)
    for number in range(9):
        leave_mail(number)
    leave_paper(1, of=1)
    work_until(lambda: numbers == [1] and len(stuck.begun) == workers.TOGETHER, stuck)


def test_papers_of_one_application_are_made_one_after_the_other(
    stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "check", stuck)
    for number in range(5):
        leave_paper(number, of=1)
    leave_paper(7, of=2)
    work_until(lambda: len(stuck.begun) == 2, stuck)
    assert set(stuck.begun[:2]) == {0, 7}


def test_a_paper_is_made_that_a_worker_left_when_it_died(
    stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: list[int] = []
    monkeypatch.setattr(papers, "check", lambda number, **options: numbers.append(number))
    leave_paper(1, of=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id"
        )
        dead = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    leave_paper(2, of=1)  # and what waits behind it is not stuck for ever
    jobs.defer("guichet.rescue", queue="default", timestamp=0)
    work_until(lambda: sorted(numbers) == [1, 2], stuck)


def test_the_worker_ends_as_a_whole_when_one_part_cannot_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin = workers.app.run_worker_async

    async def run(*, name: str, **options: Any) -> None:
        if name == workers.PAPERS:
            raise OSError("the database is gone")
        await begin(name=name, **options)

    monkeypatch.setattr(procrastinate_app.current_app, "run_worker_async", run)
    with pytest.raises(OSError, match="gone"):
        asyncio.run(workers.work(asyncio.Event()))


def test_a_paper_waits_once(stuck: Stuck) -> None:
    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
            return int(cursor.fetchone()[0])

    before = waiting()
    assert jobs.defer(queue.MAKE, queue=workers.PAPERS, once="paper:1", paper=1)
    assert not jobs.defer(queue.MAKE, queue=workers.PAPERS, once="paper:1", paper=1)
    assert waiting() == before + 1
