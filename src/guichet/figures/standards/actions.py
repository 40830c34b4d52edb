"""Write down how each standard was kept on each day that is over."""

from datetime import datetime, timedelta

from django.db import transaction

from guichet.figures.models import StandardDay
from guichet.figures.standards.measures import MEASURES
from guichet.figures.standards.table import standards
from guichet.kernel.reading.days import authority_day

CAUGHT_UP = 28  # days: calls and call-backs are forgotten after thirty


@transaction.atomic
def count_standards(*, now: datetime) -> int:
    """Count the days that are over and are not counted yet; return how many rows were written.

    What was due on a day is known when it is over, and does not change any more. Safe to run twice.
    """
    today = authority_day(now)
    days = [today - timedelta(days=back) for back in range(CAUGHT_UP, 0, -1)]
    counted = set(
        StandardDay.objects.filter(day__gte=days[0]).values_list("standard", "day").order_by()
    )
    rows = [
        StandardDay(standard=standard.key, day=day, total=count[0], kept=count[1])
        for standard in standards()
        if standard.measure
        for day in days
        if (standard.key, day) not in counted
        and (count := MEASURES[standard.measure](standard, day)) is not None
    ]
    StandardDay.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
