"""Which slots a day has by the hours that hold on it: the only place that reckons them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from guichet.booking import rules
from guichet.booking.schedule.working_days import Calendar
from guichet.offices.days.hours import ServiceHours
from guichet.offices.rules import Stretch, slot_times


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A time that a day has by its hours, in UTC, with its places and the public's share.

    `usual` is how many minutes a time of the service is where its hours do not say it.
    """

    starts_at: datetime
    ends_at: datetime
    capacity: int
    room: int
    usual: int


def plan_of(calendar: Calendar, hours: ServiceHours, day: date) -> list[PlannedSlot]:
    """Return the times of a service on a day, in order; one without a place is left out.

    Stretches that overlap add their desks, as rows of the administration may.
    """
    parts: dict[datetime, list[Stretch]] = {}
    ends: dict[datetime, datetime] = {}
    for stretch in hours.on(day):
        minutes = timedelta(minutes=stretch.minutes or hours.minutes)
        for starts_at, ends_at, _desks in slot_times(
            day, zone=calendar.zone, stretches=[stretch], duration=minutes
        ):
            # In UTC: on a clock, the hour that comes twice equals no moment of another zone.
            start, end = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
            parts.setdefault(start, []).append(stretch)
            ends[start] = min(end, ends.get(start, end))
    percent = calendar.office.public_percent
    slots = [
        PlannedSlot(start, ends[start], *places_of(parts[start], percent=percent), hours.minutes)
        for start in sorted(parts)
    ]
    return [slot for slot in slots if slot.capacity]


def places_of(stretches: Sequence[Stretch], *, percent: int) -> tuple[int, int]:
    """Return how many places a time has, and how many of them are the public's.

    >>> from datetime import time
    >>> hours = time(9), time(12)
    >>> places_of([Stretch(*hours, 5)], percent=80)
    (5, 4)
    >>> places_of([Stretch(*hours, 5, staff=2, walk_ins=1)], percent=80)
    (4, 2)
    """
    capacity = sum(max(0, stretch.desks - stretch.walk_ins) for stretch in stretches)
    shares = [stretch.staff for stretch in stretches if stretch.staff is not None]
    if not shares:
        return capacity, rules.public_room(capacity, percent=percent)
    return capacity, max(0, capacity - sum(shares))
