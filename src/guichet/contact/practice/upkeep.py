"""Forget what was practised a year after it began."""

from datetime import datetime, timedelta
from functools import partial

from guichet.contact.practice.models import PracticeRun
from guichet.kernel.database import forgetting

KEPT = timedelta(days=365)


def purge(*, now: datetime) -> dict[str, int]:
    """Erase the runs whose year is over; return how many."""
    old = PracticeRun.objects.filter(begun_at__lt=now - KEPT)
    return forgetting.each({"practice_runs": partial(forgetting.erase, old)}, now=now)
