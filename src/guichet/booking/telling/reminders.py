"""Reminders before the day, by mail and by text: on their very day, and once a day at most.

An offer of the earlier-time list is such a message as well; what the office changes and what
answers one's own act are never counted. The day itself is always reminded of.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from guichet.booking import rules
from guichet.booking.models import Appointment
from guichet.kernel.models import Dispatch
from guichet.kernel.work import outbox
from guichet.post import send

LONGEST_DAY = timedelta(hours=50)  # of which any office may have the same date
SAME_DAY = "reminder_same_day"


def remind(*, now: datetime) -> int:
    """Enqueue the reminders whose hour has come; return to how many clients one is new."""
    coming = (
        Appointment.objects.filter(
            state="booked", slot__starts_at__gt=now, slot__starts_at__lt=now + timedelta(days=8)
        )
        .filter(checked_in_at=None, ended_as="")
        .filter(slot__closed=False)
        .select_related("slot", "slot__office")
    )
    if not send.texts_configured():
        coming = coming.exclude(email="")
    messages = _messages_of_the_day(now)
    return sum(_remind(row, messages, now=now) for row in coming.iterator())


def was_told_today(person: bytes | None, *, zone: ZoneInfo, now: datetime) -> bool:
    """Tell whether somebody was sent an offer or a reminder on this day at the office."""
    since = _midnight(zone, now)
    return person is not None and (
        Dispatch.objects.filter(contact=person, created_at__gte=since).exists()
    )


def _midnight(zone: ZoneInfo, now: datetime) -> datetime:
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def _messages_of_the_day(now: datetime) -> dict[bytes, datetime]:
    """Return when each person was last sent something, for a run over many."""
    recent = Dispatch.objects.filter(contact__isnull=False, created_at__gt=now - LONGEST_DAY)
    pairs = recent.order_by("created_at").values_list("contact", "created_at")
    return {bytes(contact or b""): at for contact, at in pairs}


@transaction.atomic
def _remind(appointment: Appointment, messages: dict[bytes, datetime], *, now: datetime) -> bool:
    """Enqueue the reminder of an appointment by both channels, where one is due; tell if it is."""
    slot, zone = appointment.slot, ZoneInfo(appointment.slot.office.time_zone)
    booked_at = appointment.booked_at or now
    kind = rules.due_reminder(slot.starts_at, booked_at=booked_at, now=now, zone=zone)
    if kind is None:
        return False
    tomorrow = _midnight(zone, now) + timedelta(days=1)  # the words count the days
    person = bytes(appointment.identity) if appointment.identity else None
    last_at = messages.get(person) if person else None
    if kind != SAME_DAY and last_at and last_at >= _midnight(zone, now):
        return False
    kinds = [kind] if appointment.email else []
    kinds += [f"{kind}_text"] if send.texts_configured() and appointment.phone else []
    news = [
        outbox.enqueue(
            each,
            appointment.pk,
            key=f"{each}:{appointment.pk}:{appointment.slot_id}",
            language=appointment.language,
            now=now,
            expires_at=min(slot.starts_at, tomorrow),
            contact=person,
        )
        for each in kinds
    ]
    return any(news)
