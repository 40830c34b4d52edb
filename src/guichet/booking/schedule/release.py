"""The release: makes each business day's slots, and says when they open to the public."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import connection, transaction

from guichet.booking import rules
from guichet.booking.schedule import closures
from guichet.booking.schedule.working_days import Calendar, calendar_of
from guichet.offices import rules as hours
from guichet.offices.models import Office, OpeningHours
from guichet.offices.rules import Stretch

LOOK_BACK = timedelta(days=60)  # enough calendar days for a horizon of 20 business days

INSERT = """
INSERT INTO booking_slot (office_id, service_id, local_day, starts_at, ends_at, capacity, room,
                          opens_at, taken, closed)
SELECT %s, service, local_day, starts_at, ends_at, capacity, room, opens_at, 0, false
  FROM jsonb_to_recordset(%s::jsonb) AS row (service text, local_day date, starts_at timestamptz,
       ends_at timestamptz, capacity int, room int, opens_at timestamptz)
ON CONFLICT ON CONSTRAINT one_slot_a_time DO NOTHING
"""


def next_release_at(office: Office, *, now: datetime) -> datetime | None:
    """Return when the next announced window begins; the one we are in counts until it is over."""
    calendar = calendar_of(office, now=now)
    starts = (
        rules.window_start(day, at=office.release_at, zone=calendar.zone) for day in calendar.coming
    )
    return next((start for start in starts if start + calendar.window > now), None)


def release_slots(office: Office, *, now: datetime) -> int:
    """Make the slots of every day up to the next release; return how many are new.

    Each carries the minute from which the public may claim it, so nothing has to happen in that
    very minute. Days that have slots are left alone: changed hours count from the next new day.
    """
    calendar = calendar_of(office, now=now)
    prepared = set(
        office.slots.filter(local_day__gte=calendar.today)
        .values_list("service_id", "local_day")
        .distinct()
    )
    stretches = office.opening_hours.select_related("service").order_by("service_id", "weekday")
    rows = list(_rows(calendar, stretches, prepared))

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [office.pk, json.dumps(rows, default=str)])
            new = int(cursor.rowcount)
        closures.apply(calendar, now=now)
    return new


def _rows(
    calendar: Calendar, stretches: Iterable[OpeningHours], prepared: set[tuple[str, date]]
) -> Iterable[dict[str, object]]:
    for service, of_service in groupby(stretches, key=lambda row: row.service):
        by_weekday: dict[int, list[Stretch]] = {}
        for row in of_service:
            by_weekday.setdefault(row.weekday, []).append(
                Stretch(row.opens_at, row.closes_at, row.desks)
            )
        for day in calendar.coming:
            if (service.pk, day) not in prepared and day.isoweekday() in by_weekday:
                yield from _day_rows(
                    calendar, day, service.pk, service.duration_minutes, by_weekday
                )


def _day_rows(
    calendar: Calendar, day: date, service: str, minutes: int, by_weekday: dict[int, list[Stretch]]
) -> Iterable[dict[str, object]]:
    opens_at = calendar.opens_at(day)
    for starts_at, ends_at, desks in hours.slot_times(
        day,
        zone=calendar.zone,
        stretches=by_weekday[day.isoweekday()],
        duration=timedelta(minutes=minutes),
    ):
        yield {
            "service": service,
            "local_day": day,
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
            "capacity": desks,
            "room": rules.public_room(desks, percent=calendar.office.public_percent),
            "opens_at": opens_at.isoformat(),
        }
