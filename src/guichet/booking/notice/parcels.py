"""What a dispatch becomes: a mail or a text, written when it is sent and sent once.

A dispatch names a record. Whether its purpose has passed is looked at again here, and the words,
the address and the PIN are found here, so that none of them ever lies in the outbox.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import cast, get_args

from guichet.booking import queries, rules
from guichet.booking.clients.cancellation import cancellation_of
from guichet.booking.clients.coming_back import CODE_LASTS
from guichet.booking.contacts import LASTS as CONTACT_CODE_LASTS
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, ContactCode, LostCode, ReleaseWish
from guichet.booking.notice import render
from guichet.booking.notice.appointment import AppointmentNotice
from guichet.booking.notice.gather import notice_of, shares_phone
from guichet.booking.notice.mail_openings import Kind
from guichet.booking.notice.public_state import public_state
from guichet.booking.telling import channels
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import CODES_TO_A_PERSON
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.post import send
from guichet.post.send import Parcel
from guichet.web.addresses.paths import public_address

# A newer one of these makes older words about the same appointment untrue.
CHANGES = ("appointment_confirmed", "appointment_moved", "appointment_cancelled")
WITH_PIN = {"appointment_confirmed", "appointment_moved"}
CLOSURES = {"closure", "closure_text"}
# What tells whom a closure canceled that was taken back meanwhile.
_AFTER_A_CLOSURE = {"closure": "appointment_cancelled", "closure_text": "office_cancel_text"}
RELOCATIONS = {"place_changed", "place_changed_text"}
MOVED = "office_change_text"  # says the new hour, and not which one it was


def note_who_was_reached(row: Dispatch, now: datetime) -> None:
    """Keep the list of those to call: a change by the office that no message tells stands there."""
    if channels.change_of(row.kind, row.key) is None:
        return
    if row.sent_at:
        channels.note_sent(row, now=now)
        return
    try:
        appointment = queries.appointment(row.record)
    except Obstacle:
        return
    channels.note_failed(row, appointment, now=now)


def _about_appointment(row: Dispatch, now: datetime) -> Parcel | None:
    try:
        appointment = queries.appointment(row.record)
    except Obstacle:
        return None
    if not appointment.email or not _still_true(row, appointment, now=now):
        return None
    kind = cast(Kind, _told_as(row, appointment))
    pin = tokens.pin_of(appointment) if kind in WITH_PIN else ""
    mail = render.mail(
        notice_of(appointment, pin, now=now),
        kind,
        now=now,
        sequence=queries.changes_of(appointment),
        confirm_url=_confirm_url(appointment, kind),
    )
    return Parcel(content=mail, to=appointment.email)


def _told_as(row: Dispatch, appointment: Appointment) -> str:
    """Return the kind of message; the office is not said to be closed that is open again."""
    is_over = appointment.status == "cancelled" and not appointment.slot.closed
    return _AFTER_A_CLOSURE.get(row.kind, row.kind) if is_over else row.kind


def _confirm_url(appointment: Appointment, kind: Kind) -> str:
    """Return the page that confirms the address, for the first mail after a booking."""
    mailbox = appointment.by_mailbox
    if kind != "appointment_confirmed" or mailbox is None or channels.is_confirmed(bytes(mailbox)):
        return ""
    token = tokens.address_token(appointment.pk)
    return public_address("booking:confirm_address", appointment.language, token=token)


def _still_true(row: Dispatch, appointment: Appointment, *, now: datetime) -> bool:
    newer = Dispatch.objects.filter(record=row.record, kind__in=CHANGES, pk__gt=row.pk)
    if newer.exists():
        return False
    if row.kind == "appointment_cancelled":
        return appointment.status == "cancelled"
    public = public_state(appointment, now=now)
    state = public.code
    if row.kind in CLOSURES:
        return state == "closed" or (state == "cancelled" and _is_by_office(appointment))
    if row.kind in RELOCATIONS:
        return state == "booked" and public.relocated and not _is_told_again(row)
    if (
        row.kind in WITH_PIN
    ):  # a closure is said first in it; number and PIN are needed all the same
        return state in {"booked", "closed"} and appointment.slot.starts_at > now
    return state == "booked" and appointment.slot.starts_at > now


def _is_by_office(appointment: Appointment) -> bool:
    """Tell whether a closure canceled it: nobody comes in vain, also where that was taken back."""
    return cancellation_of(appointment, language=appointment.language).by == "office"


def _is_told_again(row: Dispatch) -> bool:
    """Tell whether a later change of the same kind is told by the same channel."""
    return Dispatch.objects.filter(record=row.record, kind=row.kind, pk__gt=row.pk).exists()


def _text(row: Dispatch, now: datetime) -> Parcel | None:
    """Return the text about a change by the office; None when it no longer holds."""
    try:
        appointment = queries.appointment(row.record)
    except Obstacle:
        return None
    holds = row.kind not in TEXTS_STILL_TRUE or _still_true(row, appointment, now=now)
    if not appointment.phone or not holds:
        return None
    kind = _told_as(row, appointment)
    shares = shares_phone(appointment, says_own_hour=kind != MOVED, now=now)
    notice = replace(notice_of(appointment, "", now=now), shares_phone=shares)
    return Parcel(content=_TEXTS[kind](notice), to=appointment.phone)


_TEXTS: dict[str, Callable[[AppointmentNotice], str]] = {
    "closure_text": render.closure_text,
    "closure_ended_text": render.closure_ended_text,
    "office_cancel_text": render.office_cancel_text,
    MOVED: render.office_change_text,
    "place_changed_text": render.place_changed_text,
    **{f"{kind}_text": render.reminder_text for kind in rules.REMINDERS},
}
# The others: a cancellation is for good, and of a move it is said only where to look.
TEXTS_STILL_TRUE = _TEXTS.keys() - {"office_cancel_text", MOVED}


def _lost_code(row: Dispatch, now: datetime) -> Parcel | None:
    code = LostCode.objects.filter(pk=row.record, used_at=None, expires_at__gt=now).first()
    appointment = queries.of_people(code.sought, now=now) if code else None
    if code is None or appointment is None or not _may_be_sent(appointment, now=now):
        return None
    LostCode.objects.filter(pk=code.pk).update(sent_for=appointment.pk)
    digits, minutes = tokens.code_of(code), int(CODE_LASTS.total_seconds() // 60)
    if appointment.email:
        mail = render.lost_code_mail(digits, language=row.language, minutes=minutes)
        return Parcel(content=mail, to=appointment.email)
    if send.texts_configured():
        text = render.lost_code_text(digits, language=row.language, minutes=minutes)
        return Parcel(content=text, to=appointment.phone)
    return None


def _may_be_sent(appointment: Appointment, *, now: datetime) -> bool:
    """Tell whether one more code may go to a person; who asks is answered the same in any case.

    Where sending fails, what was counted is undone with everything else.
    """
    try:
        limits.take(CODES_TO_A_PERSON, bytes(appointment.identity or b""), now=now)
    except Obstacle:
        return False
    return True


def _contact_code(row: Dispatch, now: datetime) -> Parcel | None:
    code = ContactCode.objects.filter(pk=row.record, expires_at__gt=now).first()
    if code is None or not code.address:
        return None
    digits, minutes = tokens.contact_code_of(code), int(CONTACT_CODE_LASTS.total_seconds() // 60)
    if code.kind == ContactCode.Kind.EMAIL:
        mail = render.contact_code_mail(digits, language=row.language, minutes=minutes)
        return Parcel(content=mail, to=code.address)
    text = render.lost_code_text(digits, language=row.language, minutes=minutes)
    return Parcel(content=text, to=code.address)


def _places_released(row: Dispatch, now: datetime) -> Parcel | None:
    wishes = ReleaseWish.objects.select_related("office", "service")
    wish = wishes.filter(pk=row.record).first()
    if wish is None:
        return None
    url = public_address(
        "booking:times", wish.language, office=wish.office_id, service=wish.service_id
    )
    mail = render.places_released_mail(
        office_names=wish.office.names,
        service_names=wish.service.names,
        url=url,
        language=wish.language,
    )
    return Parcel(content=mail, to=wish.email)


MAKERS: dict[str, Callable[[Dispatch, datetime], Parcel | None]] = {
    "contact_code": _contact_code,
    "lost_code": _lost_code,
    "places_released": _places_released,
    **dict.fromkeys(get_args(Kind), _about_appointment),
    **dict.fromkeys(_TEXTS, _text),
}
