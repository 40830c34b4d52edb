"""The release: makes each business day's slots, and says when they open to the public."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.db import connection, transaction

from guichet.booking import rules
from guichet.booking.schedule import changed_hours, closures
from guichet.booking.schedule.plans import plan_of
from guichet.booking.schedule.slot_rows import insert, lock, prepared_days, row_of
from guichet.booking.schedule.working_days import Calendar, calendar_of, today_at
from guichet.kernel.database import marks
from guichet.offices import actions as offices
from guichet.offices.models import Office


def next_release_at(office: Office, *, now: datetime) -> datetime | None:
    """Return when the next announced window begins; the one we are in counts until it is over."""
    calendar = calendar_of(office, now=now)
    starts = (
        rules.window_start(day, at=office.release_at, zone=calendar.zone) for day in calendar.coming
    )
    return next((start for start in starts if start + calendar.window > now), None)


@transaction.atomic
def release_slots(office: Office, *, now: datetime) -> int:
    """Make the slots of every day up to the next release; return how many are new.

    Each carries the minute from which the public may claim it, so nothing has to happen in that
    very minute. Days that have slots are left alone: `changed_hours` has them follow.
    """
    office = lock(office)
    offices.put_in_force(office, today=today_at(office, now=now))
    calendar = calendar_of(office, now=now)
    prepared = prepared_days(calendar)
    rows = [
        row_of(slot, service=hours.service, day=day, opens_at=opens_at)
        for day, opens_at in [(day, calendar.opens_at(day)) for day in calendar.coming]
        for hours in calendar.hours.values()
        if (hours.service, day) not in prepared
        for slot in plan_of(calendar, hours, day)
    ]
    new = insert(office, rows)
    changed_hours.shrink(calendar, now=now)
    closures.apply(calendar, now=now)
    return new


def mark_of(these: Iterable[Office], *, now: datetime) -> str:
    """Return what is another when one of these offices has a new day, or any came or went.

    So it is when offices and their hours are imported anew. What the administration changes has
    its slots follow at once, and the worker releases every five minutes: as long as the mark
    stays, a start has nothing to release.
    """
    days = (f"{office.pk} {today_at(office, now=now)}" for office in these)
    lines = [marks.value_of(marks.CONTENT), *sorted(days)]
    return sha256("\n".join(lines).encode()).hexdigest()


REOPEN = """
UPDATE booking_slot AS slot SET opens_at = row.opens_at
  FROM jsonb_to_recordset(%s::jsonb) AS row (local_day date, opens_at timestamptz)
 WHERE slot.office_id = %s AND slot.local_day = row.local_day AND slot.opens_at > %s
"""


def days_to_open(calendar: Calendar, *, now: datetime) -> dict[date, datetime]:
    """Return the made days that the public does not see yet, and when the rules open each."""
    closed = calendar.office.slots.filter(local_day__gte=calendar.today, opens_at__gt=now)
    days = set(closed.values_list("local_day", flat=True).distinct())
    return {day: calendar.opens_at(day) for day in calendar.open_days if day in days}


def open_by_rules(calendar: Calendar, *, now: datetime) -> None:
    """Have the made days that the public does not see yet open as the rules say now."""
    rows = [
        {"local_day": day, "opens_at": opens_at.isoformat()}
        for day, opens_at in days_to_open(calendar, now=now).items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(REOPEN, [json.dumps(rows, default=str), calendar.office.pk, now])
