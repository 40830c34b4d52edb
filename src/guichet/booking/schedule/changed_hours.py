"""Days that are made already follow changed hours: times come, go, and have more or fewer places.

A slot that is no more goes to a closure that stands for the change, with whoever has it. One of
which a place is occupied beyond what is planned keeps that place until nobody has it. A made day
keeps the minutes it was made with (`made_days`), where its hours do not say others.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef

from guichet.booking import places
from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule import slot_rows
from guichet.booking.schedule.made_days import MadeDays, ServiceDay, is_gone, minutes_between
from guichet.booking.schedule.plans import PlannedSlot, plan_of
from guichet.booking.schedule.working_days import Calendar
from guichet.offices.days.hours import Hours
from guichet.offices.models import Closure

REASON = "hours"  # a key of content/closures/
UPDATE = """
UPDATE booking_slot AS slot
   SET ends_at = row.ends_at, capacity = row.capacity, room = row.room, shrinks = row.shrinks
  FROM jsonb_to_recordset(%s::jsonb)
       AS row (pk bigint, ends_at timestamptz, capacity int, room int, shrinks bool)
 WHERE slot.id = row.pk
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A slot that has another end or other places than before, or that is there again."""

    slot: Slot
    to: PlannedSlot
    shrinks: bool  # a place beyond the plan is occupied: it goes when nobody has it
    returns: bool  # an earlier change had taken it away


@dataclass(frozen=True, slots=True)
class Difference:
    """What the made days of an office lack, and have too much of, by its hours.

    `lengths` has each length, in minutes, that times have and no longer would, with the new one.
    """

    new: Sequence[dict[str, object]]  # as `slot_rows.insert` takes them
    changes: Sequence[Change]
    gone: Sequence[Slot]
    lengths: Sequence[tuple[int, int]] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changes or self.gone)


def slots_of(
    calendar: Calendar, *, now: datetime, service: str = "", for_update: bool = False
) -> list[Slot]:
    """Return the slots of an office that have not begun, each with the `occupied` places.

    They are those of a service, or of all. For an update each is locked, in their order, before its
    places are read.
    """
    slots = Slot.objects.filter(
        office=calendar.office, local_day__gte=calendar.today, starts_at__gt=now
    ).order_by("pk")
    if service:
        slots = slots.filter(service=service)
    if for_update:
        list(slots.select_for_update(no_key=True).values_list("pk", flat=True))
    live = Appointment.objects.filter(slot=OuterRef("pk")).exclude(state=Appointment.State.ENDED)
    occupied = ArraySubquery(live.order_by("place").values("place"))
    return list(slots.select_related("closure").annotate(occupied=occupied))


def difference(
    calendar: Calendar,
    slots: Iterable[Slot],
    *,
    now: datetime,
    before: Hours | None = None,
    service: str = "",
) -> Difference:
    """Return how made days differ from the hours of the calendar; days not made are left out.

    `before` are the hours that they were made by, where those of the calendar are others. Of a
    service alone, the days of the others are left as they are.
    """
    present = {(slot.service_id, slot.starts_at): slot for slot in slots}
    hours = calendar.hours if before is None else before
    made_days = MadeDays(present.values(), before=hours, zone=calendar.zone)
    plan, days = _plan(calendar, made_days, now=now, service=service)
    released = _releases(present.values())
    changes = [_change(slot, plan[key]) for key, slot in present.items() if key in plan]
    standing = [slot for slot in present.values() if not is_gone(slot)]
    return Difference(
        new=[
            slot_rows.row_of(
                slot, service=key[0], day=days[key], opens_at=released.get(days[key], now)
            )
            for key, slot in plan.items()
            if key not in present
        ],
        changes=[change for change in changes if change],
        gone=[slot for slot in standing if (slot.service_id, slot.starts_at) not in plan],
        lengths=_lengths(standing, plan, days),
    )


def apply(calendar: Calendar, change: Difference, *, plan: str, now: datetime) -> Closure | None:
    """Write a difference; return what owns the slots that are gone. Nobody is told by this.

    `plan` is one of `Closure.PLANS`. Places that are new are offered to the earlier-time list.
    """
    owner = _take_away(calendar, change.gone, plan=plan) if change.gone else None
    _resize(change.changes, now=now)
    before = Slot.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if slot_rows.insert(calendar.office, change.new):
        new = Slot.objects.filter(office=calendar.office, pk__gt=before, opens_at__lte=now)
        for pk, room in new.order_by("pk").values_list("pk", "room"):
            places.offer_free(pk, most=room, now=now)
    return owner


def shares(calendar: Calendar, slots: Iterable[Slot], *, now: datetime) -> list[Change]:
    """Return the slots of which the public has another share by the rules of the office."""
    return [
        change
        for change in difference(calendar, slots, now=now).changes
        if not change.returns
        and (change.slot.ends_at, change.slot.capacity) == (change.to.ends_at, change.to.capacity)
    ]


def share_anew(changes: Sequence[Change], *, now: datetime) -> None:
    """Give the public its other share; what it gains is offered to the earlier-time list first."""
    _resize(changes, now=now)


def shrink(calendar: Calendar, *, now: datetime) -> None:
    """Take away the places beyond the plan that nobody has any more."""
    if not Slot.objects.filter(
        office=calendar.office, local_day__gte=calendar.today, starts_at__gt=now, shrinks=True
    ).exists():
        return
    slots = [slot for slot in slots_of(calendar, now=now, for_update=True) if slot.shrinks]
    _resize(difference(calendar, slots, now=now).changes, now=now)


def _plan(
    calendar: Calendar, made_days: MadeDays, *, now: datetime, service: str
) -> tuple[Mapping[tuple[str, datetime], PlannedSlot], Mapping[tuple[str, datetime], date]]:
    plan, days = dict[tuple[str, datetime], PlannedSlot](), dict[tuple[str, datetime], date]()
    for code, day in slot_rows.prepared_days(calendar):
        hours = calendar.hours.get(code) if service in {"", code} else None
        for slot in plan_of(calendar, made_days.hours_on(hours, day), day) if hours else ():
            if slot.starts_at > now:
                plan[code, slot.starts_at], days[code, slot.starts_at] = slot, day
    return plan, days


def _lengths(
    slots: Iterable[Slot],
    plan: Mapping[tuple[str, datetime], PlannedSlot],
    days: Mapping[tuple[str, datetime], date],
) -> list[tuple[int, int]]:
    """Return how long times are that stand, and how long what is planned in their place is."""
    by_day: dict[ServiceDay, list[PlannedSlot]] = {}
    for key, planned in plan.items():
        by_day.setdefault((key[0], days[key]), []).append(planned)
    pairs = {
        (minutes_between(slot.starts_at, slot.ends_at), length)
        for slot in slots
        for planned in by_day.get((slot.service_id, slot.local_day), ())
        if planned.starts_at < slot.ends_at and planned.ends_at > slot.starts_at
        if (length := minutes_between(planned.starts_at, planned.ends_at))
    }
    return sorted((was, length) for was, length in pairs if was != length)


def _releases(slots: Iterable[Slot]) -> dict[date, datetime]:
    """Return when each day opens, as its slots have it: what is new that day opens with them."""
    released = dict[date, datetime]()
    for slot in slots:
        earliest = released.get(slot.local_day, slot.opens_at)
        released[slot.local_day] = min(earliest, slot.opens_at)
    return released


def _change(slot: Slot, planned: PlannedSlot) -> Change | None:
    occupied: Sequence[int] = slot.occupied  # type: ignore[attr-defined]
    shrinks = bool(occupied) and occupied[-1] > planned.capacity
    to = planned
    if shrinks:
        room = _room_beside(occupied, planned)
        to = replace(planned, capacity=occupied[-1], room=room)
    returns = is_gone(slot)
    before = slot.ends_at, slot.capacity, slot.room, slot.shrinks
    differs = before != (to.ends_at, to.capacity, to.room, shrinks)
    return Change(slot, to, shrinks, returns) if returns or differs else None


def _room_beside(occupied: Sequence[int], planned: PlannedSlot) -> int:
    """Return how many places the public has so that no more people come than are planned."""
    for room in range(planned.room, 0, -1):
        if room + sum(place > room for place in occupied) <= planned.capacity:
            return room
    return 0


def _take_away(calendar: Calendar, slots: Sequence[Slot], *, plan: str) -> Closure:
    owner = Closure.objects.create(
        office=calendar.office,
        starts_on=Closure.NO_DAY,
        ends_on=Closure.NO_DAY,
        starts_at=min(slot.starts_at for slot in slots),
        ends_at=max(slot.ends_at for slot in slots),
        reason=REASON,
        plan=plan,
    )
    Slot.objects.filter(pk__in=[slot.pk for slot in slots]).update(closed=True, closure=owner)
    return owner


def _resize(changes: Sequence[Change], *, now: datetime) -> None:
    rows = [
        {
            "pk": change.slot.pk,
            "ends_at": change.to.ends_at.isoformat(),
            "capacity": change.to.capacity,
            "room": change.to.room,
            "shrinks": change.shrinks,
        }
        for change in changes
    ]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [json.dumps(rows)])
    returning = [change.slot.pk for change in changes if change.returns]
    Slot.objects.filter(pk__in=returning).update(closed=False, closure=None)
    for change in changes:
        more = change.to.room - (0 if change.returns else change.slot.room)
        if more > 0 and change.slot.opens_at <= now:
            places.offer_free(change.slot.pk, most=more, now=now)
