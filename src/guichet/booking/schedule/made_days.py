"""How long the times of days are that are made: as they were made, whatever a service says by now.

Other minutes of a service are for days that are not made yet. Each time of a made day notes those
of its service then; only hours that say other minutes of a stretch cut that stretch anew.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from guichet.booking.models import Slot
from guichet.offices.days.hours import Hours, ServiceHours
from guichet.offices.rules import Stretch

type ServiceDay = tuple[str, date]  # a service, by its code, and a day


@dataclass(frozen=True, slots=True)
class Time:
    """A time of a made day: from when till when, on the clock of its office.

    `usual` is what it notes of its service, `gone_by` the number of the change that took it away;
    None while it stands.
    """

    starts_at: datetime
    ends_at: datetime
    usual: int | None = None
    gone_by: int | None = None

    @property
    def minutes(self) -> int:
        """How long it is, whatever the clock does within it."""
        return minutes_between(self.starts_at, self.ends_at)


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Return how many minutes pass from one moment to another."""
    return round((ends_at.timestamp() - starts_at.timestamp()) / 60)


def usual_minutes(times: Sequence[Time], stretches: Sequence[Stretch]) -> int | None:
    """Return how long the usual times of a made day are; None where no time of it tells.

    Where none notes it, as those that an earlier release made, those tell it that lie in no stretch
    with minutes of its own; `stretches` are the day's hours so far. Of a day that has none, those
    tell it that went last. Most of them are right.

    >>> from datetime import time, timedelta
    >>> nine = datetime(2026, 12, 1, 9)
    >>> twenty = Time(nine, nine + timedelta(minutes=20))
    >>> usual_minutes([twenty], [Stretch(time(9), time(12), 2)])
    20
    >>> usual_minutes([twenty], [Stretch(time(9), time(12), 2, minutes=20)]) is None
    True
    >>> usual_minutes([replace(twenty, gone_by=1)], [])
    20
    """
    notes = [time.usual for time in times if time.usual]
    if notes:
        return Counter(notes).most_common(1)[0][0]
    if stretches:
        apart = [part for part in stretches if part.minutes is not None]
        telling = [time for time in times if time.gone_by is None and not _within(time, apart)]
    else:
        last = max((time.gone_by for time in times if time.gone_by is not None), default=None)
        telling = [time for time in times if time.gone_by is not None and time.gone_by == last]
    lengths = Counter(time.minutes for time in telling)
    return lengths.most_common(1)[0][0] if lengths else None


def _within(time: Time, stretches: Iterable[Stretch]) -> bool:
    wall = time.starts_at.time()
    return any(part.opens_at <= wall < part.closes_at for part in stretches)


class MadeDays:
    """The days of an office that have slots, each with how long its usual times are."""

    def __init__(self, slots: Iterable[Slot], *, before: Hours, zone: ZoneInfo) -> None:
        self._minutes = dict(_minutes_of(slots, before, zone))

    def hours_on(self, hours: ServiceHours, day: date) -> ServiceHours:
        """Return the hours of a service as a day that is made takes them."""
        minutes = self._minutes.get((hours.service, day))
        return hours if minutes is None else replace(hours, minutes=minutes)


def _minutes_of(
    slots: Iterable[Slot], before: Hours, zone: ZoneInfo
) -> Iterable[tuple[ServiceDay, int]]:
    for (service, day), times in times_by_day(slots, zone).items():
        hours = before.get(service)
        minutes = usual_minutes(times, hours.on(day) if hours else ())
        if minutes is not None:
            yield (service, day), minutes


def times_by_day(slots: Iterable[Slot], zone: ZoneInfo) -> Mapping[ServiceDay, Sequence[Time]]:
    """Return the times of each day that has slots of a service, in the order they were made."""
    ordered = sorted(slots, key=lambda slot: (slot.service_id, slot.local_day, slot.pk))
    grouped = groupby(ordered, key=lambda slot: (slot.service_id, slot.local_day))
    return {key: [_time_of(slot, zone) for slot in group] for key, group in grouped}


def _time_of(slot: Slot, zone: ZoneInfo) -> Time:
    starts_at, ends_at = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    gone_by = slot.closure_id if is_gone(slot) else None
    return Time(starts_at, ends_at, slot.usual_minutes, gone_by)


def is_gone(slot: Slot) -> bool:
    """Tell whether a change of hours has taken a slot away."""
    return slot.closure is not None and slot.closure.is_change
