"""Leave a job for the worker: it is seen with the transaction that caused it, or not at all."""

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task


def defer(
    name: str,
    *,
    queue: str,
    once: str | None = None,
    one_at_a_time: str | None = None,
    priority: int = 0,
    **arguments: int,
) -> bool:
    """Write a job on Django's own connection; false where a job of the name `once` waits already.

    Of the jobs that share `one_at_a_time` one is run at once. A worker gives the app another
    connector, whose jobs another worker takes before this transaction has ended; it finds nothing
    then, and the job is done for nothing.
    """
    jobs = JobManager(DjangoConnector(alias="default"))
    job = configure_task(
        name=name,
        job_manager=jobs,
        queue=queue,
        queueing_lock=once,
        lock=one_at_a_time,
        priority=priority,
    )
    try:
        with transaction.atomic():
            job.defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True
