"""Each minute the record is sealed, jobs are tidied, and what a dead worker had is done again."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.contrib.django import app

from guichet.kernel import clock, tasks
from guichet.kernel.models import AuditSeal
from guichet.kernel.record import audit
from guichet.kernel.work import tidying


@pytest.mark.parametrize("name", ["seal_record", "tidy", "rescue"])
def test_it_is_begun_each_minute_and_waits_once(name: str) -> None:
    task = app.tasks[f"guichet.{name}"]
    assert task.queueing_lock == name, "what could not be done for an hour is not done sixty times"
    (periodic,) = [
        each for each in app.periodic_registry.periodic_tasks.values() if each.task == task
    ]
    assert periodic.cron == "* * * * *"


@pytest.mark.django_db
def test_the_record_is_sealed_whatever_minute_it_was_for() -> None:
    audit.write("seen", "x", 1, actor="system", now=clock.now())
    tasks.seal_record(timestamp=0)
    assert AuditSeal.objects.count() == 1


def test_jobs_are_tidied(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(tidying, "tidy", lambda: calls.append(1))
    tasks.tidy(timestamp=0)
    assert calls == [1]


def test_the_jobs_of_a_worker_that_died_are_done_again_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jobs: list[Any] = []
    seconds: list[float] = []

    class Manager:
        async def get_stalled_jobs(self, *, seconds_since_heartbeat: float) -> list[str]:
            seconds.append(seconds_since_heartbeat)
            return ["paper", "letter"]

        async def retry_job(self, job: str) -> None:
            jobs.append(job)

    monkeypatch.setattr(tasks, "app", SimpleNamespace(job_manager=Manager()))
    asyncio.run(tasks.rescue.func(SimpleNamespace(), timestamp=0))
    assert jobs == ["paper", "letter"]
    assert seconds == [tasks.STALLED_AFTER]
    assert 10 < tasks.STALLED_AFTER <= 60, "longer than a pause, shorter than a person waits"
