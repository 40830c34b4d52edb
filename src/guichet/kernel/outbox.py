"""Dispatch: facts that must leave the house, written in the transaction of their cause."""

from datetime import datetime, timedelta

from guichet.kernel import jobs
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
        jobs.defer(DELIVER, queue="outbox", dispatch=dispatch.pk)
    return created
