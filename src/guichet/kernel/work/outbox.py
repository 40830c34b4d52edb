"""Dispatch: facts that must leave the house, written in the transaction of their cause.

What is sent is sent between two transactions, never inside one: a mail server may take half a
minute, and whoever changes a table would wait for it, and everybody behind. So a worker claims a
dispatch for a while, sends, and settles. What a worker had in hand that died is claimed anew.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from guichet.kernel.models import Dispatch
from guichet.kernel.tracing import spans

# The task is defined above, where the words are known; write_dispatch names it as well.
DELIVER = "guichet.deliver"
_WRITE = "SELECT write_dispatch(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
SENT_WITHIN = timedelta(hours=24)
LEASE = timedelta(seconds=90)  # longer than a mail server may take for one mail


def enqueue(
    kind: str,
    record: int,
    *,
    key: str,
    language: str,
    now: datetime,
    expires_at: datetime | None = None,
    contact: bytes | None = None,
    addressee: int | None = None,
) -> bool:
    """Write a dispatch and its job; false when the same cause has already written one.

    With a `contact`, the keyed hash of an address, `sent_to_today` counts it. Where several are
    told of the same record, each has a dispatch that names its `addressee`.
    """
    until, trace = expires_at or now + SENT_WITHIN, spans.traceparent()
    values: list[Any] = [key, kind, record, addressee, language, now, until, contact, trace]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        is_new: bool = cursor.fetchone()[0] is not None
    return is_new


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


@transaction.atomic
def claim(dispatch: int, *, now: datetime) -> Dispatch | None:
    """Take a dispatch in hand for one try; None when it is done with, or in another's hand.

    One whose time is over is given up instead, and comes back without a claim.
    """
    unsent = Dispatch.objects.filter(pk=dispatch, sent_at=None, given_up_at=None)
    row = unsent.select_for_update(skip_locked=True).first()
    if row is None or (row.claimed_until and row.claimed_until > now):
        return None
    if row.expires_at <= now:
        row.claimed_until, row.given_up_at = None, now
    else:
        row.tried += 1
        row.tried_at, row.claimed_until = now, now + LEASE
    row.save(update_fields=["tried", "tried_at", "claimed_until", "given_up_at"])
    return row


def settle(row: Dispatch) -> None:
    """Write down what came of a try. A failure counts only while the claim is still one's own."""
    rows = Dispatch.objects.filter(pk=row.pk)
    if row.sent_at is None:
        rows = rows.filter(claimed_until=row.claimed_until)
    rows.update(claimed_until=None, sent_at=row.sent_at, given_up_at=row.given_up_at)
