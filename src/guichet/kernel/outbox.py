"""Dispatch: facts that must leave the house, written in the transaction of their cause."""

from datetime import datetime, timedelta

from django.db import connection

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
    contact: bytes | None = None,
) -> bool:
    """Write a dispatch and its job; false when the same cause has already written one.

    With a `contact`, the keyed hash of an address, `sent_to_today` counts it.
    """
    dispatch, created = Dispatch.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "record": record,
            "language": language,
            "created_at": now,
            "expires_at": expires_at or now + SENT_WITHIN,
            "contact": contact,
        },
    )
    if created:
        jobs.defer(DELIVER, queue="outbox", dispatch=dispatch.pk)
    return created


def sent_to_today(contact: bytes, *, now: datetime) -> int:
    """Return how many dispatches a contact was given in 24 hours; the next waits for this one.

    Until the transaction ends nobody else counts for the same contact: so many at once are counted
    one after the other.
    """
    with connection.cursor() as cursor:
        lock = "SELECT pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 1))"
        cursor.execute(lock, [contact])
    today = Dispatch.objects.filter(contact=contact, created_at__gt=now - SENT_WITHIN)
    return today.count()
