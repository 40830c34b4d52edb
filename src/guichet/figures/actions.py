"""Write the counts of days that are over, before anything of them is forgotten."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from guichet.booking.upkeep import APPOINTMENTS_KEPT
from guichet.counter import counts
from guichet.figures.models import DayCounts

OVER = timedelta(hours=40)  # after it began by UTC, a day is over in every time zone
_DAYS = (Path(__file__).parent / "sql" / "days_to_count.sql").read_text("utf-8")


def count_days(*, now: datetime) -> int:
    """Write the counts of every day that is over and has none; return how many.

    What a worker missed that was dead for weeks is made good: appointments and tickets are kept
    for longer than that.
    """
    last, first = (now - OVER).date(), (now - APPOINTMENTS_KEPT).date()
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"first": first, "last": last})
        days = cursor.fetchall()
    return sum(
        DayCounts.objects.get_or_create(
            office_id=office,
            date=day,
            defaults={"counts": dict(counts.of_day(office, day)), "counted_at": now},
        )[1]
        for office, day in days
    )
