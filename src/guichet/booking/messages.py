"""What a dispatch becomes: a mail or a text, sent once. (Being written: delivery comes next.)"""

from collections.abc import Sequence
from datetime import datetime

from guichet.kernel.models import Dispatch


def waiting(*, now: datetime) -> Sequence[int]:
    """Return the dispatches that are to be tried again."""
    return list(
        Dispatch.objects.filter(
            sent_at=None, given_up_at=None, expires_at__gt=now, created_at__lt=now
        ).values_list("pk", flat=True)[:100]
    )


def deliver(dispatch: int, *, now: datetime) -> bool:
    """Send one dispatch; false when there was nothing to send."""
    return False
