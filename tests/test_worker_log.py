"""A job that fails is one line of the log: what and where, and nothing of whom it was for."""

import asyncio
import io
import json
import logging
import time
from collections.abc import Callable, Iterator
from logging.config import DictConfigurator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from guichet.kernel.logbook import logs
from guichet.kernel.work import jobs, outbox, workers
from guichet.post import deliver
from tests.patience import PATIENCE

SOMEBODY = "Ada Lovelace, V123456789"


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Write the log as a start does, besides what the tests do with it."""
    configured = DictConfigurator(logs.configuration(level="WARNING", form=request.param))  # type: ignore[arg-type]
    console: Any = configured.config["handlers"]["console"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(configured.configure_formatter(configured.config["formatters"]["line"]))
    for name in console["filters"]:
        handler.addFilter(configured.configure_filter(configured.config["filters"][name]))
    handler.setLevel("WARNING")
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def fail(*args: object, **options: object) -> None:
    raise RuntimeError(f"duplicate key\nDETAIL: Key (name)=({SOMEBODY}) exists, 100%")


def work_until(is_done: Callable[[], bool]) -> None:
    async def run() -> None:
        told_to_stop = asyncio.Event()
        working = asyncio.create_task(workers.work(told_to_stop))
        deadline = time.monotonic() + PATIENCE
        while not is_done() and time.monotonic() < deadline and not working.done():
            await asyncio.sleep(0.05)
        told_to_stop.set()
        await working

    asyncio.run(run())


@pytest.mark.django_db(transaction=True)
def test_it_is_one_line_with_its_reason_and_its_number(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setattr(deliver, "deliver", fail)
    jobs.defer(outbox.DELIVER, queue="outbox", dispatch=4711)
    work_until(lambda: "A job failed" in log.getvalue())
    (line,) = [line for line in log.getvalue().splitlines() if "guichet.deliver" in line]
    assert "A job failed, guichet.deliver " in line and ": RuntimeError at guichet/" in line
    assert "guichet/post/tasks.py:" in line and "tests/test_worker_log.py:" in line
    entry = json.loads(line) if line.startswith("{") else {}
    number = line.partition("guichet.deliver ")[2].partition(":")[0]
    assert entry.get("request", line.rpartition("[")[2].rstrip("]")) == f"job-{number}"
    for secret in ("Ada", "V123", "duplicate", "Traceback"):
        assert secret not in log.getvalue()


def test_no_library_writes_what_an_error_says(log: io.StringIO) -> None:
    try:
        fail()
    except RuntimeError as error:
        text = f"Side task listener failed with exception: {error}, stopping"
        logging.getLogger("procrastinate.worker.papers").error(text, exc_info=error)
        logging.getLogger("asyncio").error("Task failed: %r", error, exc_info=error)
    lines = log.getvalue().splitlines()
    assert len(lines) == 2
    assert "with exception: RuntimeError, stopping: RuntimeError at " in lines[0]
    assert "Task failed: RuntimeError: RuntimeError at " in lines[1]
    assert "Ada" not in log.getvalue()


def test_a_job_that_fails_again_and_again_is_written_a_few_times(log: io.StringIO) -> None:
    for number in range(logs.MOST + 5):
        try:
            fail()
        except RuntimeError as error:
            facts = {"action": "job_error", "job": {"task_name": "guichet.deliver", "id": number}}
            text = f"Job {number} ended"
            logging.getLogger("procrastinate.worker").error(text, extra=facts, exc_info=error)
    assert len(log.getvalue().splitlines()) == logs.MOST


def test_a_worker_that_cannot_go_on_says_so_in_one_line(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guichet.booking.management.commands import worker

    monkeypatch.setattr(workers, "run", fail)
    monkeypatch.setattr(worker.patience, "act_as", lambda kind: None)
    monkeypatch.setattr(worker.watch, "begin", lambda name, *looks: None)
    with pytest.raises(SystemExit):
        call_command("worker")
    (line,) = log.getvalue().splitlines()
    assert "The worker cannot go on: RuntimeError at " in line and "Ada" not in line
