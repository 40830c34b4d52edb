"""Forget what people looked for in vain a year after the day of the count."""

from datetime import datetime, timedelta
from functools import partial

from guichet.guidance.models import UnansweredSearch
from guichet.kernel.database import forgetting

KEPT = timedelta(days=365)


def purge(*, now: datetime) -> dict[str, int]:
    """Erase the counts of days whose year is over; return how many."""
    old = UnansweredSearch.objects.filter(day__lt=(now - KEPT).date())
    return forgetting.each({"unanswered_searches": partial(forgetting.erase, old)}, now=now)
