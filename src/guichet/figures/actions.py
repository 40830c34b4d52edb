"""Write the figures of days that are over, before anything of them is forgotten."""

import json
import logging
import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import DatabaseError, connection, transaction

from guichet.booking.finding import nearby
from guichet.booking.upkeep import APPOINTMENTS_KEPT
from guichet.counter import counts
from guichet.figures import rules
from guichet.figures.models import DayCounts, DayFigures, FirstFree
from guichet.figures.rules import Cell, Fact, Figures
from guichet.offices.models import Office, OpeningHours

log = logging.getLogger(__name__)
OVER = timedelta(hours=40)  # after it began by UTC, a day is over in every time zone
SHARES = 8  # rows that share one count of those who found nothing
_SQL = Path(__file__).parent / "sql"
_DAYS = (_SQL / "days_to_count.sql").read_text("utf-8")
_FACTS = (_SQL / "facts_of_day.sql").read_text("utf-8")
# Both counts of a day are of one instant: what they disagree in is a mistake, and a law finds it.
_COUNT = f"""
SELECT (SELECT to_jsonb(counts) FROM ({counts.COUNT}) AS counts),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(measure, service, language, hour, place, amount)), '[]')
          FROM ({_FACTS}) AS fact)
"""  # noqa: S608, E501 - both texts are ours
# The press of a client does not wait for the disk: a count that a crash takes away is no loss.
_NOTE = """
WITH quickly AS (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO figures_nothingfree AS noted (office_id, service_id, language, date, share, count)
SELECT %s, %s, %s, %s, %s, 1 FROM quickly
    ON CONFLICT ON CONSTRAINT one_row_a_share DO UPDATE SET count = noted.count + 1
"""


def count_days(*, now: datetime) -> int:
    """Write the figures of every day that is over and has none; return how many days.

    What a worker missed that was dead for months is made good: nobody is forgotten before their
    day is counted (`upkeep.counted`).
    """
    last = (now - OVER).date()
    first = (now - APPOINTMENTS_KEPT).date() + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"first": first, "last": last})
        days = cursor.fetchall()
    return sum(_count_day(office, day, now=now) for office, day in days)


@transaction.atomic
def _count_day(office: str, day: date, *, now: datetime) -> bool:
    """Write the figures of a day, and its counts where they are not written; false where it is."""
    # Two workers count an office one after the other; nobody else waits for this lock.
    zone = Office.objects.select_for_update(no_key=True).get(pk=office).time_zone
    if DayFigures.objects.filter(office=office, date=day).exists():
        return False

    day_counts, facts = count(office, day, zone=zone)

    DayCounts.objects.get_or_create(
        office_id=office, date=day, defaults={"counts": day_counts, "counted_at": now}
    )
    cells = rules.tally(facts)
    DayFigures.objects.bulk_create(
        row(cell, figures, office_id=office, date=day, counted_at=now)
        for cell, figures in cells.items()
    )
    return True


def count(office: str, day: date, *, zone: str) -> tuple[dict[str, int], list[Fact]]:
    """Return the counts of a day and its facts, as the tables have them in one instant."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"office": office, "day": day, "zone": zone})
        day_counts, facts = (json.loads(text) for text in cursor.fetchone())
    return day_counts, facts


def row(cell: Cell, figures: Figures, **day: object) -> DayFigures:
    """Return figures as they are stored, of a day, an office and a moment of counting."""
    by, value = cell
    spreads: Mapping[str, object] = {
        name: rules.as_list(spread) for name, spread in figures.spreads.items()
    }
    return DayFigures(by=by, value=value, **day, **spreads, **figures.amounts)


def note_nothing(office: Office, service: str, language: str, *, now: datetime) -> None:
    """Count that somebody came to a page of times and none was free; a page goes on without it."""
    share = random.randrange(SHARES)  # noqa: S311 - chance spreads the rows and keeps no secret
    try:
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, [office.pk, service, language, _day_at(office, now=now), share])
    except DatabaseError as error:
        log.warning("Somebody who found nothing was not counted: %s", type(error).__name__)


def look_for_first_times(*, now: datetime) -> int:
    """Note when the first free time is, of each service at each open office, once an hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    offices = {office.pk: office for office in Office.objects.filter(is_open=True)}
    hours = OpeningHours.objects.filter(office__in=offices).values_list("office", "service")
    pairs = list(hours.order_by("office", "service").distinct())
    free = nearby.first_free(pairs, now=now)
    looks = (
        FirstFree(
            office_id=office,
            service_id=service,
            date=_day_at(offices[office], now=now),
            at=hour,
            starts_at=free.get((office, service)),
        )
        for office, service in pairs
    )
    return len(FirstFree.objects.bulk_create(looks, ignore_conflicts=True))


def _day_at(office: Office, *, now: datetime) -> date:
    return now.astimezone(ZoneInfo(office.time_zone)).date()
