"""Who on the list is told what: an offer, whether they still want it; one message a day at most.

A dispatch of these names the person (the keyed hash of who it is) as its contact, as reminders do:
so `entry_for` and `reminders` see what somebody was sent today, and closures are never counted.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from guichet.booking import rules
from guichet.booking.earlier.rules import FROM, UNTIL
from guichet.booking.models import Entry, Offer
from guichet.booking.places import Details
from guichet.booking.telling import channels
from guichet.booking.telling.reminders import was_told_today
from guichet.kernel.work import outbox
from guichet.post import send

OFFER, STILL, LISTED = "offer", "still_wanted", "on_the_list"  # kinds of mails; a text has "_text"
WISH_OVER = "wish_over"
AT_ONCE = 200


def can_be_told(details: Details) -> bool:
    """Tell whether there is any way to tell somebody of an offer."""
    return bool(details.email) or send.texts_configured()


def confirm(entry: Entry, details: Details, *, now: datetime) -> None:
    """Tell who asked where their entry is seen and changed: by mail, else by a text.

    An address that nobody has confirmed gets only so much a day, as with bookings.
    """
    contacts = details.contacts
    contact = contacts.mailbox or contacts.phone
    count = outbox.sent_to_today(contact, now=now)
    is_full = settings.RATE_LIMITS and count >= rules.LIVE_FOR_A_CONTACT
    if is_full and not (contacts.mailbox and channels.is_confirmed(contacts.mailbox)):
        return
    kind = LISTED if details.email else f"{LISTED}_text"
    key = f"{kind}:{entry.pk}:{now.timestamp()}"
    outbox.enqueue(kind, entry.pk, key=key, language=entry.language, now=now, contact=contact)


@transaction.atomic
def tell_offers(*, now: datetime) -> int:
    """Send out the offers whose hour has come; return how many are new."""
    due = Offer.objects.filter(state=Offer.State.OPEN, told_at=None, sends_at__lte=now)
    offers = due.select_for_update(skip_locked=True, of=("self",)).select_related("entry")
    punctual = [
        offer for offer in offers.order_by("sends_at", "pk")[:AT_ONCE] if offer.until_at > now
    ]
    for offer in punctual:
        _send(OFFER, offer.pk, offer.entry, now=now, expires_at=offer.until_at)
    return Offer.objects.filter(pk__in=[offer.pk for offer in punctual]).update(told_at=now)


@transaction.atomic
def ask_again(*, now: datetime) -> int:
    """Ask who did not answer twice whether they still want it, in the day, as their one message."""
    waiting = Entry.objects.filter(state=Entry.State.ASKED, asked_again_at=None)
    entries = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("office")
    count = 0
    for entry in entries.order_by("pk")[:AT_ONCE]:
        zone = ZoneInfo(entry.office.time_zone)
        if not is_day(now, zone) or was_told_today(_person(entry), zone=zone, now=now):
            continue
        Entry.objects.filter(pk=entry.pk).update(asked_again_at=now)
        _send(STILL, entry.pk, entry, now=now, expires_at=now + timedelta(hours=12))
        count += 1
    return count


def is_day(now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether people may be written to: from 8 to 21 h of the office's time."""
    return FROM <= now.astimezone(zone).time() < UNTIL


def _person(entry: Entry) -> bytes | None:
    return bytes(entry.identity) if entry.identity else None


def _send(kind: str, record: int, entry: Entry, *, now: datetime, expires_at: datetime) -> None:
    """Send one message: a mail, or a text to who has no address."""
    sort = kind if entry.client.get("email") else f"{kind}_text"
    cause = f"{record}:{now.timestamp()}" if kind == STILL else f"{record}"
    outbox.enqueue(
        sort,
        record,
        key=f"{sort}:{cause}",
        language=entry.language,
        now=now,
        expires_at=expires_at,
        contact=_person(entry),
    )
