"""A closure, and its end: slots are withdrawn or given back, and whoever holds one is told."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule.working_days import Calendar, calendar_of
from guichet.booking.telling import channels
from guichet.kernel.record import audit
from guichet.offices.models import Office

CLOSED, REOPENED = "office_closed", "office_reopened"  # verbs of the record: versions in calendars


@transaction.atomic
def changed(office: str, *, now: datetime) -> None:
    """Make the slots of an office follow its closures and hours, in the transaction of a change."""
    apply(calendar_of(Office.objects.get(pk=office), now=now), now=now)


@transaction.atomic
def apply(calendar: Calendar, *, now: datetime) -> int:
    """Close the slots of days that are closed by now, open those that no longer are.

    Whoever holds an appointment on a day that has just been closed, or is open again, is told
    once. Slots are changed before appointments are read: a booking that was under way is seen.
    """
    coming = Slot.objects.filter(office=calendar.office, local_day__gte=calendar.today)
    days = set(coming.values_list("local_day", flat=True).distinct())
    working = set(calendar.open_days) if calendar.office.is_open else set[date]()

    reopened = coming.filter(closed=True, local_day__in=days & working).update(closed=False)
    closed = coming.filter(closed=False, local_day__in=days - working).update(closed=True)
    for verb, slots in (("close_slots", closed), ("open_slots", reopened)):
        if slots:
            facts = {"office": calendar.office.pk, "slots": slots}
            audit.write(verb, "office", 0, actor="system", now=now, **facts)
    live = Appointment.objects.filter(
        slot__office=calendar.office,
        slot__starts_at__gt=now,
        state=Appointment.State.BOOKED,
        ended_as="",
    ).select_related("slot", "slot__office")
    _hit(live.filter(slot__closed=True, office_closed_at=None), now=now)
    _spared(live.filter(slot__closed=False).exclude(office_closed_at=None), now=now)
    return closed


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
