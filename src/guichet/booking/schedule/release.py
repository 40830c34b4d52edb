"""The release: makes each business day's slots, and says when they open to the public."""

from datetime import datetime

from django.db import transaction

from guichet.booking import rules
from guichet.booking.schedule import changed_hours, closures
from guichet.booking.schedule.plans import plan_of
from guichet.booking.schedule.slot_rows import insert, lock, prepared_days, row_of
from guichet.booking.schedule.working_days import calendar_of, today_at
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
