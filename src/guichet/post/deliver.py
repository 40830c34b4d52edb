"""Send each dispatch of the outbox once, and again later where it did not go through.

A feature that sends adds what makes its parcels to `send.MAKERS` when it starts, and what it notes
of their fate to `AFTER`.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from guichet.kernel.models import Dispatch
from guichet.kernel.tracing import spans
from guichet.kernel.work import outbox
from guichet.post import send
from guichet.post.mail_body import Mail
from guichet.post.send import Parcel

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(minutes=60)
DOUBLINGS = 7  # after the seventh failure the pause is the longest
AT_ONCE = 20  # dispatches in one look at what waits
# What features note of a dispatch that was sent, or whose time is over.
AFTER: list[Callable[[Dispatch, datetime], None]] = []


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries: 1, 2, 4, … minutes, an hour at most.

    >>> [pause_after(tried).seconds // 60 for tried in (0, 1, 2, 3, 7, 30)]
    [1, 1, 2, 4, 60, 60]
    """
    doubled = min(max(tries - 1, 0), DOUBLINGS)
    return min(LONGEST_PAUSE, timedelta(minutes=1 << doubled))


def waiting(*, now: datetime, without: Sequence[str] = ()) -> Sequence[int]:
    """Return some dispatches to try again: their pause is over, or their job was lost."""
    due = Q(tried=0, created_at__lte=now - pause_after(0)) | Q(expires_at__lte=now)
    for tries in range(1, DOUBLINGS):
        due |= Q(tried=tries, tried_at__lte=now - pause_after(tries))
    due |= Q(tried__gte=DOUBLINGS, tried_at__lte=now - LONGEST_PAUSE)
    unsent = Dispatch.objects.filter(sent_at=None, given_up_at=None)
    unsent = unsent.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
    oldest = unsent.filter(due).exclude(kind__in=without).order_by("created_at")
    return list(oldest.values_list("pk", flat=True)[:AT_ONCE])


def deliver(dispatch: int, *, now: datetime) -> bool:
    """Send one dispatch; false when there was nothing to send or it did not go through."""
    return bool(attempt(dispatch, now=now))


def attempt(dispatch: int, *, now: datetime) -> bool | None:
    """Send one dispatch; false where another try may help, None where there is nothing to send.

    It is claimed before and settled afterwards, so a second worker passes it by, and no
    transaction is open while the mail server takes its time.
    """
    row = outbox.claim(dispatch, now=now)
    if row is None:
        return None
    cause = row.traceparent or ""
    with spans.span(f"deliver {row.kind}", {"guichet.dispatch": row.pk}, parent=cause):
        is_sent = None if row.given_up_at else _try(row, now=now)
    with transaction.atomic():
        outbox.settle(row)
        if is_sent is not None or row.expires_at <= now:
            for note in AFTER:
                note(row, now)
    return None if row.given_up_at else is_sent


def _try(row: Dispatch, *, now: datetime) -> bool | None:
    """Send, and note on the row what came of it: sent or not, None where its purpose has passed."""
    try:
        with transaction.atomic():
            parcel = _parcel(row, now=now)
        if parcel:
            _send(parcel, key=row.key)
    except send.Undeliverable:
        row.given_up_at = now
    except Exception as error:  # one message must not stop the others; it is tried again
        # The class alone: what a mail server says may hold the address.
        log.warning("Dispatch %s was not sent: %s", row.pk, type(error).__name__)
    else:
        row.sent_at = now if parcel else None
        row.given_up_at = None if parcel else now
        return True if parcel else None
    return False


def _send(parcel: Parcel, *, key: str) -> None:
    if isinstance(parcel.content, Mail):
        send.send_mail(parcel.content, parcel.to, key=key)
    else:
        send.send_text(parcel.content, parcel.to, key=key)


def _parcel(row: Dispatch, *, now: datetime) -> Parcel | None:
    """Return what is to be sent; None when its purpose has passed, or its feature is gone."""
    maker = send.MAKERS.get(row.kind)
    return maker(row, now) if maker else None
