"""A closure, and its end: slots are withdrawn or given back, and whoever holds one is told.

A closure owns the slots that it withdraws: nothing but its own end gives them back.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from guichet.booking import places
from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule.working_days import Calendar, calendar_of
from guichet.booking.telling import channels
from guichet.kernel.record import audit
from guichet.offices.models import Closure, Office

CLOSED, REOPENED = "office_closed", "office_reopened"  # verbs of the record: versions in calendars


@transaction.atomic
def changed(office: str, *, now: datetime) -> None:
    """Make the slots of an office follow its closures and hours, in the transaction of a change."""
    calendar = calendar_of(Office.objects.get(pk=office), now=now)
    withdraw(calendar, now=now)
    tell(calendar.office, now=now)


@transaction.atomic
def apply(calendar: Calendar, *, now: datetime) -> int:
    """Close the slots that are closed by now, open those that no longer are; return how many."""
    closed = withdraw(calendar, now=now)
    tell(calendar.office, now=now)
    return closed


def withdraw(calendar: Calendar, *, now: datetime) -> int:
    """Give each slot to come to the closure that covers it, and close days that are not worked.

    A slot that no closure owns is open where its day is a working day. Returns how many closed.
    """
    office, is_new = calendar.office, Q(starts_at__gte=now)
    closed = sum(
        _own(closure, first=calendar.today, now=now)
        for closure in Closure.objects.filter(office=office, ends_on__gte=calendar.today)
    )
    coming = Slot.objects.filter(office=office, local_day__gte=calendar.today, closure=None)
    days = set(coming.values_list("local_day", flat=True).distinct())
    working = set(calendar.open_days) if office.is_open else set[date]()

    reopened = _reopen(coming.filter(closed=True, local_day__in=days & working), now=now)
    days_off = coming.filter(is_new, closed=False, local_day__in=days - working)
    closed += days_off.update(closed=True)
    for verb, slots in (("close_slots", closed), ("open_slots", reopened)):
        if slots:
            facts = {"office": office.pk, "slots": slots}
            audit.write(verb, "office", 0, actor="system", now=now, **facts)
    return closed


def _reopen(slots: QuerySet[Slot], *, now: datetime) -> int:
    """Open slots again; their places are offered to the earlier-time list before the page."""
    to_come = slots.filter(starts_at__gt=now).order_by("pk")
    rooms = list(to_come.values_list("pk", "room"))
    count = slots.update(closed=False)
    for slot, room in rooms:
        places.offer_free(slot, most=room, now=now)
    return count


def _own(closure: Closure, *, first: date, now: datetime) -> int:
    """Take the slots that a closure covers, and leave those that it covers no more."""
    starts_at, ends_at = bounds(closure)
    owned = Slot.objects.filter(closure=closure, local_day__gte=first)
    owned.filter(Q(starts_at__gte=ends_at) | Q(ends_at__lte=starts_at)).update(closure=None)
    return within(closure, now=now).filter(closure=None).update(closed=True, closure=closure)


def within(closure: Closure, *, now: datetime) -> QuerySet[Slot]:
    """Return the slots that a closure covers, in whole or in part, and that have not begun."""
    starts_at, ends_at = bounds(closure)
    return Slot.objects.filter(
        office=closure.office, starts_at__gte=now, starts_at__lt=ends_at, ends_at__gt=starts_at
    )


def bounds(closure: Closure) -> tuple[datetime, datetime]:
    """Return from which moment to which one a closure lasts; whole days are those of the office."""
    if closure.starts_at and closure.ends_at:
        return closure.starts_at, closure.ends_at
    zone = ZoneInfo(closure.office.time_zone)
    after = closure.ends_on + timedelta(days=1)
    first, last = (datetime.combine(day, time(), zone) for day in (closure.starts_on, after))
    return first, last


def tell(office: Office, *, now: datetime) -> None:
    """Tell whoever holds an appointment that is closed now, or is open again, once.

    Slots are changed before appointments are read: a booking that was under way is seen. Whom a
    closure with a plan hits is told by what carries out the plan.
    """
    live = Appointment.objects.filter(
        slot__office=office, slot__starts_at__gt=now, state=Appointment.State.BOOKED, ended_as=""
    ).select_related("slot", "slot__office")
    unplanned = Q(slot__closure=None) | Q(slot__closure__plan="")
    _hit(live.filter(unplanned, slot__closed=True, office_closed_at=None), now=now)
    _spared(live.filter(slot__closed=False).exclude(office_closed_at=None), now=now)


def _hit(appointments: Iterable[Appointment], *, now: datetime) -> None:
    for appointment in appointments:
        Appointment.objects.filter(pk=appointment.pk).update(office_closed_at=now)
        audit.write(CLOSED, "appointment", appointment.pk, actor="system", now=now)
        channels.tell_closure(appointment, now=now)


def _spared(appointments: Iterable[Appointment], *, now: datetime) -> None:
    for appointment in appointments:
        since = appointment.office_closed_at or now
        Appointment.objects.filter(pk=appointment.pk).update(office_closed_at=None)
        audit.write(REOPENED, "appointment", appointment.pk, actor="system", now=now)
        channels.tell_closure_ended(appointment, since=since, now=now)
