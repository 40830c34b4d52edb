"""Dispatch: facts that must leave the house, written in the transaction of their cause."""

from datetime import datetime, timedelta

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from guichet.kernel.models import Dispatch

DELIVER = "guichet.deliver"  # the task is defined above, where the words are known
SENT_WITHIN = timedelta(hours=24)


def enqueue(
    kind: str,
    record: int,
    *,
    key: str,
    language: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> bool:
    """Write a dispatch and its job; false when the same cause has already written one."""
    dispatch, created = Dispatch.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "record": record,
            "language": language,
            "created_at": now,
            "expires_at": expires_at or now + SENT_WITHIN,
        },
    )
    if created:
        _defer(dispatch.pk)
    return created


def _defer(dispatch: int) -> None:
    """Write the job on Django's own connection, so that it is seen with its dispatch or not at all.

    A worker gives the app another connector, whose jobs another worker takes before this
    transaction has ended; it finds no dispatch then, and the job is done for nothing.
    """
    jobs = JobManager(DjangoConnector(alias="default"))
    configure_task(name=DELIVER, job_manager=jobs, queue="outbox").defer(dispatch=dispatch)
