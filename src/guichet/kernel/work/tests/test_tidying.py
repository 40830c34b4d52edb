"""Jobs that are done go; a failure is counted until the same has succeeded, and no longer."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from guichet.kernel.models import Dispatch
from guichet.kernel.work import outbox, tidying

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_jobs(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.health.FRESH", 0.0)  # each look at `/metrics` counts anew
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def leave(task: str, status: str, **args: int) -> int:
    """Write a job and bring it into a state, as a worker does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('default', %s, %s) RETURNING id",
            [task, json.dumps(args)],
        )
        job = int(cursor.fetchone()[0])
        for state in dict.fromkeys(
            ["todo", "cancelled" if status == "cancelled" else "doing", status]
        ):
            if status != "todo":
                cursor.execute(
                    "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status"
                    " WHERE id = %s",
                    [state, job],
                )
        return job


def left() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs")
        return {pk for (pk,) in cursor.fetchall()}


def failures() -> int:
    """Return what `/metrics` counts as failed."""
    lines = Client().get("/metrics").content.decode().splitlines()
    return sum(
        int(line.split()[-1]) for line in lines if line.startswith('guichet_jobs{state="failed"}')
    )


def make_dispatch(**facts: object) -> Dispatch:
    return Dispatch.objects.create(
        key=str(Dispatch.objects.count()),
        kind="x",
        record=1,
        language="en",
        created_at=NOW,
        expires_at=NOW + timedelta(days=1),
        **facts,
    )


def test_what_is_done_goes_after_a_while_and_what_waits_stays() -> None:
    for status in ("succeeded", "cancelled", "aborted"):
        leave("guichet.remind", status)
    waiting = {leave("guichet.remind", status) for status in ("todo", "doing", "failed")}
    young = left()
    tidying.tidy()
    assert left() == young  # a worker may still look at it
    tidying.tidy(period="0 seconds")
    assert left() == waiting


def test_more_than_one_step_of_them_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "AT_ONCE", 3)
    for _ in range(10):
        leave("guichet.remind", "succeeded")
    assert tidying.tidy(period="0 seconds") == 10
    assert left() == set()


def test_a_failure_counts_until_the_same_has_succeeded() -> None:
    leave("guichet.purge", "failed", timestamp=1)
    leave("guichet.remind", "succeeded", timestamp=1)
    leave("guichet.make", "failed", paper=7)
    leave("guichet.make", "succeeded", paper=8)
    tidying.tidy()
    assert failures() == 2

    leave("guichet.purge", "succeeded", timestamp=2)
    leave("guichet.make", "succeeded", paper=7)
    tidying.tidy()

    assert failures() == 0


def test_a_success_of_before_makes_nothing_good() -> None:
    leave("guichet.purge", "succeeded", timestamp=1)
    leave("guichet.purge", "failed", timestamp=2)
    tidying.tidy()
    assert failures() == 1


def test_a_message_that_went_out_by_another_job_is_no_failure() -> None:
    for facts in ({}, {"sent_at": NOW}, {"given_up_at": NOW}):
        leave(outbox.DELIVER, "failed", dispatch=make_dispatch(**facts).pk)
    leave(outbox.DELIVER, "failed", dispatch=2**40)  # erased since
    tidying.tidy()
    assert failures() == 1  # it has not left the house
