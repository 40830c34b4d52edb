"""Tell a client of a change: by every channel on file, and by a call where there is none.

What the client did is confirmed by mail. What the office did goes to every channel: by mail, and by
a text that names the office and the day alone. Whom neither reaches stands on the staff's list.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from guichet.booking import rules
from guichet.booking.keys import identities
from guichet.booking.models import Appointment, CallTask
from guichet.kernel.models import Dispatch
from guichet.kernel.work import outbox
from guichet.post import send

Change = CallTask.Kind
# How a change by the office is told: the kinds of its mails, and of the text of each.
MAILS_OF = {
    Change.CLOSURE: ("closure",),
    Change.CLOSURE_ENDED: ("closure_ended",),
    Change.CHANGE: ("appointment_moved", "appointment_cancelled"),
    Change.PLACE: ("place_changed",),
}
TEXTS_OF = {
    Change.CLOSURE: ("closure_text",),
    Change.CLOSURE_ENDED: ("closure_ended_text",),
    Change.CHANGE: ("office_change_text", "office_cancel_text"),
    Change.PLACE: ("place_changed_text",),
}
TRIES_BEFORE_A_CALL = 3  # some minutes: a provider that is down for longer keeps nobody waiting
BY_MESSAGE = "message"
_BY_OFFICE = "office:"  # how the key of such a dispatch begins


def confirm(appointment: Appointment, kind: str, *, cause: str, now: datetime) -> None:
    """Confirm by mail what the client did, unless it is too much for an unconfirmed address.

    Whoever books may have typed somebody else's address: until somebody who reads it has pressed
    the button of `confirm_address`, a day brings no more than the soft limit.
    """
    mailbox = identities.contacts_of(phone=appointment.phone, email=appointment.email).mailbox
    if mailbox is None or (settings.RATE_LIMITS and _is_full(mailbox, now=now)):
        return
    _enqueue(appointment, kind, key=f"{kind}:{cause}", now=now, contact=mailbox)


def tell_change(appointment: Appointment, kind: str, *, by_staff: bool, now: datetime) -> None:
    """Confirm to a client what they did; tell them by every channel what staff did."""
    if by_staff:
        tell(appointment, Change.CHANGE, mail=kind, now=now)
    else:
        confirm(appointment, kind, cause=f"{appointment.pk}:{now.timestamp()}", now=now)


def is_confirming(appointment: Appointment, kind: str) -> bool:
    """Tell whether a mail that confirms what the client did has been written out, or was sent."""
    key = f"{kind}:{appointment.pk}"
    letters = Q(key=key) | Q(key__startswith=f"{key}:")
    return Dispatch.objects.filter(letters).exists()


def confirm_address(appointment: int, *, now: datetime) -> None:
    """Note that somebody who reads the address of an appointment pressed the button for it."""
    Appointment.objects.filter(pk=appointment, address_confirmed_at=None).update(
        address_confirmed_at=now
    )


def is_confirmed(mailbox: bytes) -> bool:
    """Tell whether somebody who reads an address has confirmed it, for any live appointment."""
    confirmed = Appointment.objects.filter(by_mailbox=mailbox, state="booked")
    return confirmed.exclude(address_confirmed_at=None).exists()


def _is_full(mailbox: bytes, *, now: datetime) -> bool:
    count = outbox.sent_to_today(mailbox, now=now)
    return count >= rules.LIVE_FOR_A_CONTACT and not is_confirmed(mailbox)


def tell(appointment: Appointment, change: Change, *, mail: str, now: datetime) -> None:
    """Tell of a change by the office by every channel on file, or put it on the staff's list."""
    text = TEXTS_OF[change][MAILS_OF[change].index(mail)]
    cause = f"{appointment.pk}:{now.timestamp()}"
    if appointment.email:
        _enqueue(appointment, mail, key=f"{_BY_OFFICE}{mail}:{cause}", now=now)
    if send.texts_configured():
        _enqueue(appointment, text, key=f"{_BY_OFFICE}{text}:{cause}", now=now)
    elif not appointment.email:
        call(appointment, change, now=now)


def tell_closure(appointment: Appointment, *, now: datetime) -> None:
    """Tell that the office is closed on the day; whoever was to hear that it is open need not."""
    settle(appointment.pk, Change.CLOSURE_ENDED, by=BY_MESSAGE, now=now)
    tell(appointment, Change.CLOSURE, mail="closure", now=now)


def tell_closure_ended(appointment: Appointment, *, since: datetime, now: datetime) -> None:
    """Tell that the office is open after all, if anybody has told them since that it is closed."""
    heard = _was_heard(appointment.pk, Change.CLOSURE, since=since)
    settle(appointment.pk, Change.CLOSURE, by=BY_MESSAGE, now=now)
    if heard:
        tell(appointment, Change.CLOSURE_ENDED, mail="closure_ended", now=now)


def call(appointment: Appointment, change: Change, *, now: datetime) -> None:
    """Put somebody whom no message reaches on the list of those to call, once a change."""
    CallTask.objects.update_or_create(
        appointment=appointment,
        kind=change,
        reached_at=None,
        defaults={"about_on": appointment.slot.local_day, "since": now},
    )


def settle(appointment: int, change: Change, *, by: str, now: datetime) -> bool:
    """Take a call off the list; false where it was not there, as when it is ticked twice."""
    waiting = CallTask.objects.filter(appointment=appointment, kind=change, reached_at=None)
    return bool(waiting.update(reached_at=now, reached_by=by))


def note_sent(row: Dispatch, *, now: datetime) -> None:
    """Take a call off the list because a message went through after all."""
    if change := change_of(row.kind, row.key):
        settle(row.record, change, by=BY_MESSAGE, now=now)


def note_failed(row: Dispatch, appointment: Appointment, *, now: datetime) -> None:
    """Put somebody on the list whose messages fail, unless another channel has reached them."""
    change = change_of(row.kind, row.key)
    is_over = row.given_up_at is not None or row.tried >= TRIES_BEFORE_A_CALL
    if change and is_over and not _was_heard(row.record, change, since=row.created_at):
        call(appointment, change, now=now)


def change_of(kind: str, key: str) -> Change | None:
    """Return which change by the office a dispatch tells of; None for what the client did."""
    if not key.startswith(_BY_OFFICE):
        return None
    changes = (change for change in Change if kind in (*MAILS_OF[change], *TEXTS_OF[change]))
    return next(changes, None)


def _was_heard(record: int, change: Change, *, since: datetime) -> bool:
    kinds = (*MAILS_OF[change], *TEXTS_OF[change])
    dispatches = Dispatch.objects.filter(record=record, kind__in=kinds, created_at__gte=since)
    tasks = CallTask.objects.filter(appointment=record, kind=change, reached_at__gte=since)
    by_staff = tasks.exclude(reached_by=BY_MESSAGE)
    return dispatches.exclude(sent_at=None).exists() or by_staff.exists()


def _enqueue(
    appointment: Appointment,
    kind: str,
    *,
    key: str,
    now: datetime,
    contact: bytes | None = None,
) -> None:
    ends = appointment.slot.starts_at
    # That nobody is received is still worth knowing when the time would have come.
    is_closure = change_of(kind, key) is Change.CLOSURE
    outbox.enqueue(
        kind,
        appointment.pk,
        key=key,
        language=appointment.language,
        now=now,
        expires_at=max(now, ends) + outbox.SENT_WITHIN
        if is_closure
        else max(now + outbox.SENT_WITHIN, ends),
        contact=contact,
    )
