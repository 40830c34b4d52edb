"""The two texts: did you ask for this call, and you called us and nobody answered."""

from datetime import datetime, timedelta

from guichet.contact.call_backs import numbers
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import CallBack
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.work import outbox
from guichet.post import send

CONFIRM, MISSED = "call_back_confirm", "call_back_missed"
_LASTS = timedelta(hours=2)  # a text about a missed call that arrives later only confuses


def can_reach(number: str) -> bool:
    """Tell whether we can send a text to a number."""
    return send.texts_configured() and numbers.takes_texts(number)


def ask_to_confirm(call_back: CallBack, *, now: datetime) -> None:
    """Send a text with the page on which it is confirmed; Obstacle after too many in a day."""
    if outbox.sent_to_today(bytes(call_back.by_phone), now=now) >= centre().texts_a_day:
        raise Obstacle("too_many_texts")
    _send(call_back, CONFIRM, until=call_back.ends_at or now + _LASTS, now=now)


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
