"""Ready-made call-backs, for tests of other rooms."""

from datetime import datetime

from guichet.contact.call_backs import actions
from guichet.contact.call_backs.models import CallBack
from guichet.contact.call_backs.queries import free_windows

NUMBER = "+33612345678"
LANDLINE = "+33142345678"  # of Paris: no text arrives there


def make_offer(number: str = NUMBER, *, now: datetime, language: str = "en") -> CallBack:
    """Return the offer for a call that nobody answered."""
    return actions.offer(number, language=language, now=now)


def make_agreed(
    number: str = LANDLINE, *, once: str = "page-1", now: datetime, index: int = 0
) -> CallBack:
    """Return a call-back that was asked for on the web, in the next free window or a later one."""
    window = free_windows(now=now)[index].code
    return actions.ask(number, window, language="en", takes_texts=False, once=once, now=now)
