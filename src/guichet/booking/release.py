"""The release: makes each business day's slots, and says when they open to the public."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from guichet.booking import rules
from guichet.booking.models import Appointment, Slot
from guichet.kernel import audit, outbox, references
from guichet.offices import queries as offices
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


@dataclass(frozen=True)
class Calendar:
    """An office's days: which it works, and where today stands among them."""

    office: Office
    zone: ZoneInfo
    today: date
    open_days: list[date]  # from well before today to beyond the horizon

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.office.release_window_minutes)

    @property
    def coming(self) -> list[date]:
        """The open days whose release lies behind us or comes next."""
        first = next((n for n, day in enumerate(self.open_days) if day >= self.today), 0)
        return self.open_days[first : first + self.office.horizon_days + 2]

    def opens_at(self, day: date) -> datetime:
        """Return the minute in which the day's places open; the same minute at every call."""
        drawn = references.derive(settings.PIN_KEY, "release", self.office.pk, day)
        return rules.released_at(
            day,
            open_days=self.open_days,
            horizon=self.office.horizon_days,
            at=self.office.release_at,
            zone=self.zone,
            window=self.window,
            chance=int.from_bytes(drawn[:4]) / 2**32,
        )


def calendar_of(office: Office, *, now: datetime) -> Calendar:
    """Return the working days of an office around now."""
    zone = ZoneInfo(office.time_zone)
    today = now.astimezone(zone).date()
    start = today - LOOK_BACK - timedelta(days=office.horizon_days)
    weekdays = set(office.opening_hours.values_list("weekday", flat=True))
    closures = list(office.closures.values_list("starts_on", "ends_on"))
    holidays = offices.closed_days_of(office, years=range(start.year, today.year + 2))
    days = hours.business_days(
        start,
        3 * office.horizon_days + LOOK_BACK.days,
        lambda day: hours.is_open_day(day, weekdays=weekdays, closures=closures, holidays=holidays),
    )
    return Calendar(office=office, zone=zone, today=today, open_days=days)


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
    made = set(
        office.slots.filter(local_day__gte=calendar.today)
        .values_list("service_id", "local_day")
        .distinct()
    )
    stretches = office.opening_hours.select_related("service").order_by("service_id", "weekday")
    rows = list(_rows(calendar, stretches, made))

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [office.pk, json.dumps(rows, default=str)])
            new = int(cursor.rowcount)
        withdraw_closed(calendar, now=now)
    return new


def _rows(
    calendar: Calendar, stretches: Iterable[OpeningHours], made: set[tuple[str, date]]
) -> Iterable[dict[str, object]]:
    for service, of_service in groupby(stretches, key=lambda row: row.service):
        by_weekday: dict[int, list[Stretch]] = {}
        for row in of_service:
            by_weekday.setdefault(row.weekday, []).append(
                Stretch(row.opens_at, row.closes_at, row.desks)
            )
        for day in calendar.coming:
            if (service.pk, day) not in made and day.isoweekday() in by_weekday:
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


def withdraw_closed(calendar: Calendar, *, now: datetime) -> int:
    """Close the slots of days that are closed by now, open those that no longer are.

    Whoever holds an appointment on a day that has just been closed is told, once.
    """
    coming = Slot.objects.filter(office=calendar.office, local_day__gte=calendar.today)
    working = set(calendar.open_days)
    days = set(coming.values_list("local_day", flat=True).distinct())

    coming.filter(closed=True, local_day__in=days & working).update(closed=False)
    hit = coming.filter(closed=False, local_day__in=days - working)
    told = list(Appointment.objects.filter(slot__in=hit, state="booked").select_related("slot"))
    closed = hit.update(closed=True)
    if closed:
        audit.write(
            "close_slots",
            "office",
            0,
            actor="system",
            now=now,
            office=calendar.office.pk,
            slots=closed,
        )
    for appointment in told:
        if appointment.email:
            outbox.enqueue(
                "closure",
                appointment.pk,
                key=f"closure:{appointment.pk}:{appointment.slot_id}",
                language=appointment.language,
                now=now,
                expires_at=appointment.slot.starts_at,
            )
    return closed
