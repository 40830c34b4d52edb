"""What the worker does about the list: tell, ask again, end what is over, forget."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from guichet.booking.earlier import telling
from guichet.booking.earlier.actions import details_of
from guichet.booking.models import Entry, EntryDay, ReleaseWish
from guichet.kernel.database.forgetting import erase
from guichet.kernel.work import outbox

ENDED_KEPT = timedelta(days=30)  # so that its page can say how it ended; nobody is named in it
WISHES_WAIT = timedelta(days=28)  # two days before they are erased: time to send what says so
AT_ONCE = 500
END_OVER = """
SELECT end_entry(id, 'over', %(now)s) FROM booking_entry
 WHERE ended_at IS NULL AND state <> 'offered' AND last_on < %(today)s
"""
NO_LONGER_EARLIER = """
DELETE FROM booking_entryday AS wish
 USING booking_entry AS entry, booking_appointment AS own, booking_slot AS slot
 WHERE entry.id = wish.entry_id AND own.identity = entry.identity
   AND own.service_id = entry.service_id AND own.state = 'booked' AND own.ended_as = ''
   AND slot.id = own.slot_id AND slot.ends_at > %(now)s
   AND wish.day > slot.local_day
"""


def go_on(*, now: datetime) -> None:
    """Send the offers whose hour has come, and ask who did not answer whether they still wait."""
    telling.tell_offers(now=now)
    telling.ask_again(now=now)
    end_wishes(now=now)


@transaction.atomic
def end_wishes(*, now: datetime) -> int:
    """Tell who waited for four weeks that nothing became free; their address is erased soon."""
    wishes = ReleaseWish.objects.filter(told_at=None, asked_at__lt=now - WISHES_WAIT)
    rows = list(wishes.select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE])
    for row in rows:
        outbox.enqueue(
            telling.WISH_OVER, row.pk, key=f"wish_over:{row.pk}", language=row.language, now=now
        )
    return ReleaseWish.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)


def purge(*, now: datetime) -> int:
    """End what is over, forget days that have passed and entries that ended; return how many."""
    yesterday = (now - timedelta(days=1)).date()  # everywhere, whatever the office's clock says
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(END_OVER, {"now": now, "today": yesterday})
        cursor.execute(NO_LONGER_EARLIER, {"now": now})
    erase(EntryDay.objects.filter(day__lt=yesterday))
    return erase(Entry.objects.filter(ended_at__lt=now - ENDED_KEPT))


@transaction.atomic
def derive_anew(*, now: datetime) -> int:
    """Write the keyed hashes of the list again under a new key; return of how many entries."""
    del now
    count = 0
    for entry in Entry.objects.filter(identity__isnull=False).order_by("pk"):
        details = details_of(entry)
        keys = details.keys
        Entry.objects.filter(pk=entry.pk).update(
            identity=keys.identity,
            letters=keys.letters,
            words=keys.words,
            by_phone=details.contacts.phone,
        )
        count += 1
    return count
