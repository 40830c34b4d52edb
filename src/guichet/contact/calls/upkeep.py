"""What time does to calls and call-backs: silence ends, texts go out, all is erased."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from guichet.contact.call_backs import upkeep as call_backs
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import CallBack
from guichet.contact.call_backs.numbers import phone_key
from guichet.contact.calls import actions
from guichet.contact.calls.models import TelephoneCall
from guichet.kernel.database import forgetting

KEPT = timedelta(days=30)  # after the call, and after the end of a call-back


def look_after(*, now: datetime) -> None:
    """End calls of which nothing is heard any more, lapse what lapses, and text who was missed."""
    silent = TelephoneCall.objects.filter(ended_at=None, heard_at__lte=now - centre().silent)
    for pk in list(silent.values_list("pk", flat=True)):
        actions.end_silent(pk, now=now)
    while derive_phones():
        pass
    call_backs.look_after(now=now)
    call_backs.tell_missed(now=now)


def derive_phones(*, most: int = 500) -> int:
    """Derive by which number calls are found that a release before has begun; return of how many.

    A call of which only the end was heard has no number; it gets one with its beginning.
    """
    with transaction.atomic():
        waiting = TelephoneCall.objects.filter(by_phone=None).order_by("pk")
        rows = list(waiting.select_for_update(skip_locked=True)[:most])
        for call in rows:
            key = phone_key(call.number) if call.number else b""
            TelephoneCall.objects.filter(pk=call.pk).update(by_phone=key)
    return len(rows)


def purge(*, now: datetime) -> dict[str, int]:
    """Erase calls a month after they came, and call-backs a month after they are over."""
    calls = TelephoneCall.objects.filter(ended_at__lt=now - KEPT)
    over = CallBack.objects.filter(ended_at__lt=now - KEPT)
    kinds = {
        "telephone_calls": partial(forgetting.erase, calls),
        "call_backs": partial(forgetting.erase, over),
    }
    return forgetting.each(kinds, now=now)
