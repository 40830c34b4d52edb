"""The worker: what must leave the house and the upkeep, and apart from them what takes long.

Each queue of APART has slots of its own in the same process: mail never waits for pictures, nor
pictures for mail.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from guichet.kernel.logbook import logs
from guichet.kernel.tracing import spans

PAPERS, OUTBOX = "papers", "outbox"
APART: Mapping[str, int] = {PAPERS: 2}  # queue: how many of its jobs are run at once
TOGETHER = 4  # of all other queues
WAITS, LOOKS_EVERY = (
    5.0,
    1.0,
)  # seconds: a job whose turn has come, after another one's end, tells nobody
SPARE = 2  # threads beyond those that jobs can hold


def run(*, only: str = "") -> None:
    """Work until a signal says to stop, on one queue `only` where it is named.

    What is in hand is finished first.
    """
    asyncio.run(_until_signalled(only))


async def _until_signalled(only: str) -> None:
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    await work(told_to_stop, only=only)


async def work(told_to_stop: asyncio.Event, *, only: str = "") -> None:
    """Work until told to stop, or until one part cannot go on: the others end with it."""
    threads = TOGETHER + sum(APART.values()) + SPARE
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads))
    with app.replace_connector(DjangoConnector(alias="default").get_worker_connector()):
        async with app.open_async():
            parts = [_part("worker", [only], TOGETHER)] if only else _all_parts()
            stop = asyncio.create_task(told_to_stop.wait())
            await asyncio.wait([stop, *parts], return_when=asyncio.FIRST_COMPLETED)
            for task in (stop, *parts):
                task.cancel()
            for outcome in await asyncio.gather(*parts, return_exceptions=True):
                if isinstance(outcome, Exception):
                    raise outcome


def _all_parts() -> "list[asyncio.Task[None]]":
    others = {task.queue for task in app.tasks.values()} - set(APART)
    parts = [_part(name, [name], slots) for name, slots in APART.items()]
    return [*parts, _part("worker", others, TOGETHER)]


def _part(name: str, queues: Iterable[str], slots: int) -> "asyncio.Task[None]":
    working = app.run_worker_async(
        name=name,
        queues=sorted(queues),
        concurrency=slots,
        fetch_job_polling_interval=LOOKS_EVERY if name in APART else WAITS,
        install_signal_handlers=False,
        worker_middleware=[with_number],
    )
    return asyncio.create_task(working, name=name)


async def with_number(do: Callable[[], Awaitable[Any]], context: JobContext, worker: object) -> Any:
    """Do a job whose number stands on every line of the log that it causes, its end included.

    Each job is a task of the event loop, and what is set in one ends with it.
    """
    job = context.job
    logs.request_id.set(f"job-{job.id}")
    facts: spans.Facts = {"guichet.job": job.id or 0, "guichet.queue": job.queue}
    with spans.span(job.task_name, facts, kind=spans.JOB):
        return await do()
