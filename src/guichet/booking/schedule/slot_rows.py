"""How slots are written: one statement, under the lock of their office, never twice."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from guichet.booking.schedule.plans import PlannedSlot
from guichet.booking.schedule.working_days import Calendar
from guichet.offices.models import Office

INSERT = """
INSERT INTO booking_slot (office_id, service_id, local_day, starts_at, ends_at, capacity, room,
                          usual_minutes, opens_at, taken, closed)
SELECT %s, service, local_day, starts_at, ends_at, capacity, room, usual, opens_at, 0, false
  FROM jsonb_to_recordset(%s::jsonb) AS row (service text, local_day date, starts_at timestamptz,
       ends_at timestamptz, capacity int, room int, usual int, opens_at timestamptz)
ON CONFLICT ON CONSTRAINT one_slot_a_time DO NOTHING
"""


def lock(office: Office) -> Office:
    """Return an office as it is now, whose slots nobody else makes until this is over."""
    return Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def prepared_days(calendar: Calendar) -> set[tuple[str, date]]:
    """Return the days, from today on, that have slots of a service."""
    slots = calendar.office.slots.filter(local_day__gte=calendar.today)
    return set(slots.values_list("service_id", "local_day").distinct())


def row_of(slot: PlannedSlot, *, service: str, day: date, opens_at: datetime) -> dict[str, object]:
    """Return a slot as `insert` takes it."""
    return {
        "service": service,
        "local_day": day,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "capacity": slot.capacity,
        "room": slot.room,
        "usual": slot.usual,
        "opens_at": opens_at.isoformat(),
    }


def insert(office: Office, rows: Sequence[dict[str, object]]) -> int:
    """Write slots that are not there yet; return how many."""
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [office.pk, json.dumps(rows, default=str)])
        return int(cursor.rowcount)
