"""Forget what was reported about pages a year after it was sent."""

from datetime import datetime, timedelta
from functools import partial

from guichet.feedback.models import Report
from guichet.kernel.database import forgetting

KEPT = timedelta(days=365)


def purge(*, now: datetime) -> dict[str, int]:
    """Erase the reports whose year is over; return how many."""
    old = Report.objects.filter(sent_at__lt=now - KEPT)
    return forgetting.each({"page_reports": partial(forgetting.erase, old)}, now=now)
