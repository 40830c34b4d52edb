"""Appointments, holds and free times in the shape in which programs get them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Slot
from guichet.booking.notice.gather import documents_of, notice_of
from guichet.booking.notice.public_state import public_state
from guichet.booking.notice.states import arrival_words, place_words, state_words
from guichet.booking.queries import FreeSlot
from guichet.kernel import clock, references
from guichet.offices.shapes import named, office_shape


def instant(moment: datetime) -> str:
    """Return an instant that is not at an office, as RFC 3339 with Z.

    >>> instant(datetime(2026, 11, 23, 15, 0, 0, 5, tzinfo=UTC))
    '2026-11-23T15:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hold_shape(claim: int, *, held_at: datetime) -> dict[str, object]:
    """Return a hold; repeating the call answers the same, whatever became of the hold."""
    until = held_at + timedelta(seconds=settings.HOLD_SECONDS)
    return {"hold": tokens.hold_token(claim), "expires_at": instant(until)}


def slot_shapes(slots: Iterable[FreeSlot], *, zone: ZoneInfo) -> list[dict[str, object]]:
    """Return free times with the office's offset."""
    return [
        {
            "id": str(slot.pk),
            "starts_at": slot.starts_at.astimezone(zone).isoformat(),
            "ends_at": slot.ends_at.astimezone(zone).isoformat(),
            "free": slot.free,
        }
        for slot in slots
    ]


def booked_shape(appointment: Appointment) -> dict[str, object]:
    """Return a fresh appointment with the PIN that opens it."""
    pin = tokens.first_pin(appointment)
    return {**appointment_shape(appointment, language=appointment.language), "pin": pin}


def status_shape(appointment: Appointment, *, language: str) -> dict[str, object]:
    """Return an appointment and where it stands: `status` is stable, `state` is what holds now.

    Where nobody is received with it, `headline`, `instruction` and `reason` say so in words; to who
    is checked in, and where the office is elsewhere than when it was booked, the first two speak.
    """
    notice = notice_of(appointment, "", language=language)
    words = state_words(notice) or (place_words(notice) if notice.relocated else {})
    if notice.checked_in:
        words = arrival_words(notice)
    state = public_state(appointment, now=clock.now())
    return {
        **appointment_shape(appointment, language=language),
        "status": appointment.status,
        "state": state.code,
        "next_step": state.next_step,
        "headline": words.get("heading"),
        "instruction": words.get("text"),
        "reason": words.get("reason"),
        "change_url": notice.manage_url,
    }


def appointment_shape(appointment: Appointment, *, language: str) -> dict[str, object]:
    """Return what both have: all but the PIN and the status."""
    slot: Slot = appointment.slot
    office, zone = slot.office, ZoneInfo(slot.office.time_zone)
    documents = documents_of(appointment, language=language)
    number = appointment.confirmation_number or ""
    return {
        "confirmation_number": references.for_people(number),
        "starts_at": slot.starts_at.astimezone(zone).isoformat(),
        "ends_at": slot.ends_at.astimezone(zone).isoformat(),
        "service": {
            "code": appointment.service_id,
            "name": named(slot.service.names, language=language),
        },
        "office": office_shape(office, language=language),
        "room": office.room,
        "arrive_early_minutes": office.arrive_early_minutes,
        "language": appointment.language,
        "documents": [{"text": line.text, "detail": list(line.detail)} for line in documents],
        "notice": notice_links(number),
    }


def notice_links(number: str) -> Mapping[str, str]:
    """Return where the notice is; the number is no secret without its PIN."""
    page = f"{settings.PUBLIC_URL}/api/v1/appointments/{references.for_people(number)}/notice"
    return {"html": page, "pdf": f"{page}.pdf", "ics": f"{page}.ics"}
