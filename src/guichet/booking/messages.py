"""What a dispatch becomes: a mail or a text, written when it is sent and sent once.

A dispatch names a record. Whether its purpose has passed is looked at again here, and the words,
the address and the PIN are found here, so that none of them ever lies in the outbox.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import cast, get_args

from django.db import transaction
from django.db.models import Q

from guichet.booking import queries, telling, tokens
from guichet.booking.coming_back import CODE_LASTS
from guichet.booking.contacts import LASTS as CONTACT_CODE_LASTS
from guichet.booking.models import Appointment, ContactCode, LostCode, ReleaseWish
from guichet.booking.presentation import notice_of
from guichet.booking.public_state import public_state
from guichet.kernel import limits, outbox
from guichet.kernel.limits_table import CODES_TO_A_PERSON
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.tracing import spans
from guichet.notices import render, send
from guichet.notices.appointment import AppointmentNotice
from guichet.notices.mail_body import Mail
from guichet.notices.mail_openings import Kind
from guichet.notices.send import Parcel
from guichet.web.addresses.paths import public_address

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(minutes=60)
DOUBLINGS = 7  # after the seventh failure the pause is the longest
AT_ONCE = 20  # dispatches in one look at what waits
# A newer one of these makes older words about the same appointment untrue.
CHANGES = ("appointment_confirmed", "appointment_moved", "appointment_cancelled")
WITH_PIN = {"appointment_confirmed", "appointment_moved"}
CLOSURES = {"closure", "closure_text"}
RELOCATIONS = {"place_changed", "place_changed_text"}


def pause_after(tried: int) -> timedelta:
    """Return how long to wait after so many tries: 1, 2, 4, … minutes, an hour at most.

    >>> [pause_after(tried).seconds // 60 for tried in (0, 1, 2, 3, 7, 30)]
    [1, 1, 2, 4, 60, 60]
    """
    doubled = min(max(tried - 1, 0), DOUBLINGS)
    return min(LONGEST_PAUSE, timedelta(minutes=1 << doubled))


def waiting(*, now: datetime, without: Sequence[str] = ()) -> Sequence[int]:
    """Return some dispatches to try again: their pause is over, or their job was lost."""
    due = Q(tried=0, created_at__lte=now - pause_after(0)) | Q(expires_at__lte=now)
    for tried in range(1, DOUBLINGS):
        due |= Q(tried=tried, tried_at__lte=now - pause_after(tried))
    due |= Q(tried__gte=DOUBLINGS, tried_at__lte=now - LONGEST_PAUSE)
    unsent = Dispatch.objects.filter(sent_at=None, given_up_at=None)
    unsent = unsent.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
    oldest = unsent.filter(due).exclude(kind__in=without).order_by("created_at")
    return list(oldest.values_list("pk", flat=True)[:AT_ONCE])


def deliver(dispatch: int, *, now: datetime) -> bool:
    """Send one dispatch; false when there was nothing to send or it did not go through."""
    return bool(attempt(dispatch, now=now))


def attempt(dispatch: int, *, now: datetime) -> bool | None:
    """Send one dispatch; false where another try may help, None where there is nothing to send.

    It is claimed before and settled afterwards, so a second worker passes it by, and no
    transaction is open while the mail server takes its time.
    """
    row = outbox.claim(dispatch, now=now)
    if row is None:
        return None
    cause = row.traceparent or ""
    with spans.span(f"deliver {row.kind}", {"guichet.dispatch": row.pk}, parent=cause):
        went = None if row.given_up_at else _try(row, now=now)
    with transaction.atomic():
        outbox.settle(row)
        if went is not None or row.expires_at <= now:
            _note_who_was_reached(row, now=now)
    return None if row.given_up_at else went


def _note_who_was_reached(row: Dispatch, *, now: datetime) -> None:
    """Keep the list of those to call: a change by the office that no message tells stands there."""
    if telling.change_of(row.kind, row.key) is None:
        return
    if row.sent_at:
        telling.note_sent(row, now=now)
        return
    try:
        appointment = queries.appointment(row.record)
    except Obstacle:
        return
    telling.note_failed(row, appointment, now=now)


def _try(row: Dispatch, *, now: datetime) -> bool | None:
    """Send, and note on the row what came of it: sent or not, None where its purpose has passed."""
    try:
        with transaction.atomic():
            parcel = _parcel(row, now=now)
        if parcel:
            _send(parcel, key=row.key)
    except send.Undeliverable:
        row.given_up_at = now
    except Exception as error:  # one message must not stop the others; it is tried again
        # The class alone: what a mail server says may hold the address.
        log.warning("Dispatch %s was not sent: %s", row.pk, type(error).__name__)
    else:
        row.sent_at = now if parcel else None
        row.given_up_at = None if parcel else now
        return True if parcel else None
    return False


def _send(parcel: Parcel, *, key: str) -> None:
    if isinstance(parcel.content, Mail):
        send.send_mail(parcel.content, parcel.to, key=key)
    else:
        send.send_text(parcel.content, parcel.to, key=key)


def _parcel(row: Dispatch, *, now: datetime) -> Parcel | None:
    """Return what is to be sent; None when its purpose has passed."""
    maker = _MAKERS.get(row.kind) or send.MAKERS.get(row.kind)
    return maker(row, now) if maker else _about_appointment(row, now)


def _about_appointment(row: Dispatch, now: datetime) -> Parcel | None:
    if row.kind not in get_args(Kind):
        return None  # of a feature that is gone: its record is no appointment's
    try:
        appointment = queries.appointment(row.record)
    except Obstacle:
        return None
    if not appointment.email or not _still_true(row, appointment, now=now):
        return None
    kind = cast(Kind, row.kind)
    pin = tokens.pin_of(appointment) if kind in WITH_PIN else ""
    mail = render.mail(
        notice_of(appointment, pin, now=now),
        kind,
        now=now,
        sequence=queries.changes_of(appointment),
        confirm_url=_confirm_url(appointment, kind),
    )
    return Parcel(content=mail, to=appointment.email)


def _confirm_url(appointment: Appointment, kind: Kind) -> str:
    """Return the page that confirms the address, for the first mail after a booking."""
    mailbox = appointment.by_mailbox
    if kind != "appointment_confirmed" or mailbox is None or telling.is_confirmed(bytes(mailbox)):
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
        return state == "closed"
    if row.kind in RELOCATIONS:
        return state == "booked" and public.relocated and not _is_told_again(row)
    if (
        row.kind in WITH_PIN
    ):  # a closure is said first in it; number and PIN are needed all the same
        return state in {"booked", "closed"} and appointment.slot.starts_at > now
    return state == "booked" and appointment.slot.starts_at > now


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
    text = _TEXTS[row.kind](notice_of(appointment, "", now=now))
    return Parcel(content=text, to=appointment.phone)


_TEXTS: dict[str, Callable[[AppointmentNotice], str]] = {
    "closure_text": render.closure_text,
    "closure_ended_text": render.closure_ended_text,
    "office_change_text": render.office_change_text,
    "place_changed_text": render.place_changed_text,
}
TEXTS_STILL_TRUE = _TEXTS.keys() - {"office_change_text"}  # the other says only: look at the page


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


_MAKERS: dict[str, Callable[[Dispatch, datetime], Parcel | None]] = {
    "contact_code": _contact_code,
    "lost_code": _lost_code,
    "places_released": _places_released,
    **dict.fromkeys(_TEXTS, _text),
}
