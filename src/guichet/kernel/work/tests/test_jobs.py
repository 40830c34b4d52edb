"""A job waits with the transaction that left it; its number stands on what it causes."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from guichet.kernel.logbook import logs
from guichet.kernel.tracing import spans
from guichet.kernel.work import workers
from guichet.kernel.work.jobs import defer
from guichet.kernel.work.periods import periodic

ROWS = """
SELECT task_name, queue_name, priority, lock, queueing_lock, args, status
  FROM procrastinate_jobs WHERE task_name = 'test.job' ORDER BY id
"""


def waiting() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_a_job_is_written_as_it_was_left() -> None:
    assert defer(
        "test.job", queue="papers", once="paper:7", one_at_a_time="case:1", priority=3, paper=7
    )
    (job,) = waiting()
    assert job[:5] == ("test.job", "papers", 3, "case:1", "paper:7")
    assert '"paper": 7' in str(job[5]).replace("'", '"')
    assert job[6] == "todo"


@pytest.mark.django_db
def test_of_the_jobs_of_one_name_one_waits() -> None:
    assert defer("test.job", queue="papers", once="paper:7")
    assert defer("test.job", queue="papers", once="paper:7") is False
    assert defer("test.job", queue="papers", once="paper:8")
    assert len(waiting()) == 2


@pytest.mark.django_db
def test_one_that_waits_already_spoils_nothing_of_the_transaction_around_it() -> None:
    with transaction.atomic():
        defer("test.job", queue="papers", once="paper:7")
        defer("test.job", queue="papers", once="paper:7")
        assert defer("test.job", queue="papers")
    assert len(waiting()) == 2


@pytest.mark.django_db
def test_jobs_without_a_name_all_wait_also_those_that_are_done_one_at_a_time() -> None:
    assert all(defer("test.job", queue="papers", one_at_a_time="case:1") for _job in range(3))
    assert len(waiting()) == 3


@pytest.mark.django_db
def test_none_is_left_of_a_transaction_that_is_taken_back() -> None:
    with transaction.atomic():
        defer("test.job", queue="papers")
        transaction.set_rollback(True)
    assert waiting() == []


def test_a_task_that_is_off_is_there_and_is_not_begun() -> None:
    def task() -> None:
        """Do nothing."""

    assert periodic(cron="* * * * *", is_on=False)(task) is task
    before = len(app.periodic_registry.periodic_tasks)
    job = app.task(name="test.periodic")(task)
    try:
        periodic(cron="0 0 29 2 *", is_on=True)(job)
        assert len(app.periodic_registry.periodic_tasks) == before + 1
    finally:
        app.tasks.pop("test.periodic")
        for key in list(app.periodic_registry.periodic_tasks):
            if key[0] == "test.periodic":
                del app.periodic_registry.periodic_tasks[key]


class Spans:
    """A sender that only remembers what it was asked for."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, dict[str, Any], str]] = []

    @contextmanager
    def span(self, name: str, facts: Any, *, kind: str, **more: object) -> Iterator[None]:
        self.begun.append((name, dict(facts), kind))
        yield


def test_the_number_of_a_job_is_on_the_log_while_it_is_done_and_not_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sender = Spans()
    monkeypatch.setattr(spans, "sender", sender)
    names: list[str] = []

    async def do() -> str:
        names.append(logs.request_id.get())
        return "done"

    def context(number: int) -> Any:
        return SimpleNamespace(job=SimpleNamespace(id=number, queue="papers", task_name="test.job"))

    async def both() -> list[str]:
        jobs = [workers.with_number(do, context(number), None) for number in (7, 8)]
        return list(await asyncio.gather(*jobs))

    assert asyncio.run(both()) == ["done", "done"]
    assert names == ["job-7", "job-8"]
    assert logs.request_id.get() == ""
    facts = {"guichet.job": 7, "guichet.queue": "papers"}
    assert sender.begun[0] == ("test.job", facts, spans.JOB)


def test_there_are_threads_for_every_job_that_may_be_under_way() -> None:
    assert workers.PAPERS in workers.APART
    assert all(slots >= 1 for slots in workers.APART.values())
    assert workers.SPARE >= 1
