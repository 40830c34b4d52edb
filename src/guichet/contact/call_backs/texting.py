"""The two texts: did you ask for this call, and you called us and nobody answered."""

from datetime import datetime, timedelta

from guichet.contact.call_backs import numbers
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import CallBack
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.work import outbox
from guichet.post import send

CONFIRM, MISSED = "call_back_confirm", "call_back_missed"
FULL = "call_back_full"  # two are open for the number already: nobody but the number learns it
_LASTS = timedelta(hours=2)  # a text about a missed call that arrives later only confuses


def can_reach(number: str) -> bool:
    """Tell whether we can send a text to a number."""
    return send.texts_configured() and numbers.takes_texts(number)


def tell_of_request(call_back: CallBack, *, now: datetime) -> None:
    """Text the page on which a call is confirmed, or that two are agreed already.

    Raises Obstacle for both alike, after too many texts to the number in a day.
    """
    if outbox.sent_to_today(bytes(call_back.by_phone), now=now) >= centre().texts_a_day:
        raise Obstacle("too_many_texts")
    kind = FULL if call_back.is_declined else CONFIRM
    _send(call_back, kind, until=call_back.ends_at or now + _LASTS, now=now)


def is_told_of_full(call_back: CallBack) -> bool:
    """Tell whether the number of a call that was declined was sent a text."""
    return Dispatch.objects.filter(kind=FULL, record=call_back.pk).exists()


def tell_missed(call_back: CallBack, *, now: datetime) -> bool:
    """Send a text with the page on which a window is chosen, where one can be sent; tell whether.

    One number gets only so many texts in a day, whoever calls with it.
    """
    if not can_reach(call_back.number):
        return False
    if outbox.sent_to_today(bytes(call_back.by_phone), now=now) >= centre().texts_a_day:
        return False
    return _send(call_back, MISSED, until=now + _LASTS, now=now)


def _send(call_back: CallBack, kind: str, *, until: datetime, now: datetime) -> bool:
    return outbox.enqueue(
        kind,
        call_back.pk,
        key=f"{kind}:{call_back.pk}",
        language=call_back.language,
        now=now,
        expires_at=until,
        contact=bytes(call_back.by_phone),
    )
