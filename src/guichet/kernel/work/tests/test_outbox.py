"""A dispatch and its job are one: nobody takes the job before the dispatch is there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections, transaction
from procrastinate import SyncPsycopgConnector
from procrastinate.contrib.django import app

from guichet.kernel.models import Dispatch
from guichet.kernel.work import jobs, outbox

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'outbox'"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def in_a_worker() -> Iterator[None]:
    """The connector that `procrastinate worker` gives the app: not Django's."""
    parameters = connection.get_connection_params()
    names = ("host", "port", "dbname", "user", "password")
    with_it: Any = SyncPsycopgConnector(
        kwargs={n: parameters[n] for n in names if parameters.get(n)}
    )
    with app.replace_connector(with_it) as replaced, replaced.open():
        yield


def seen_from_elsewhere() -> tuple[int, int]:
    """Return how many dispatches and jobs another connection sees."""

    def count() -> tuple[int, int]:
        try:
            with connection.cursor() as cursor:
                cursor.execute(JOBS)
                return Dispatch.objects.count(), int(cursor.fetchone()[0])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as another:
        return another.submit(count).result()


@pytest.mark.usefixtures("in_a_worker")
def test_nobody_sees_the_job_before_its_dispatch() -> None:
    jobs = seen_from_elsewhere()[1]
    with transaction.atomic():
        outbox.enqueue("closure", 1, key="closure:1", language="en", now=NOW)
        assert seen_from_elsewhere() == (0, jobs)
    assert seen_from_elsewhere() == (1, jobs + 1)


def test_it_writes_a_job_as_procrastinate_does_and_once() -> None:
    columns = "queue_name, task_name, priority, lock, queueing_lock, args, status, scheduled_at"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(JOBS)
        count = cursor.fetchone()[0]
        for is_new in (True, False):
            assert outbox.enqueue("x", 1, key="x:1", language="en", now=NOW) is is_new
        cursor.execute(JOBS)
        assert cursor.fetchone()[0] == count + 1
        dispatch = Dispatch.objects.get(key="x:1").pk
        jobs.defer(outbox.DELIVER, queue="outbox", dispatch=dispatch)
        cursor.execute(f"SELECT {columns} FROM procrastinate_jobs ORDER BY id DESC LIMIT 2")
        ours, theirs = cursor.fetchall()
        assert ours == theirs
        transaction.set_rollback(True)


@pytest.mark.usefixtures("in_a_worker")
def test_no_job_is_left_of_what_was_taken_back() -> None:
    jobs = seen_from_elsewhere()[1]
    with transaction.atomic():
        outbox.enqueue("closure", 1, key="closure:1", language="en", now=NOW)
        transaction.set_rollback(True)
    assert seen_from_elsewhere() == (0, jobs)
