"""What the worker does for staff: forget sessions that are over."""

from datetime import datetime

from django.contrib.sessions.models import Session

from guichet.kernel.database import forgetting
from guichet.staff.sessions import lifetime


def purge(*, now: datetime) -> dict[str, int]:
    """Erase sessions that are over, and what was noted of them; return how many of each."""
    over = Session.objects.filter(expire_date__lt=now)
    kinds = {
        "sessions": lambda: forgetting.erase(over),
        "signed-in sessions": lambda: lifetime.purge(now=now),
    }
    return forgetting.each(kinds, now=now)
