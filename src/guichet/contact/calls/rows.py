"""Calls as lists show them: the end of a number, since when, and with whom."""

from datetime import datetime
from typing import Any

from guichet.contact.call_backs.numbers import masked
from guichet.contact.call_backs.pages.words import clock_of, name_of
from guichet.contact.calls import rules
from guichet.contact.calls.models import TelephoneCall

_OF_A_CALL_BACK = {
    "offered": "offered",
    "asked": "agreed",
    "agreed": "agreed",
    "taken": "taken",
    "done": "done",
}


def is_waiting(call: TelephoneCall) -> bool:
    """Tell whether nobody speaks with the caller: not answered yet, or handed on since."""
    return not call.answered_at or bool(call.handed_on_at)


def row(call: TelephoneCall, language: str, *, now: datetime) -> dict[str, Any]:
    """Return what a list shows of a call that goes on."""
    since = call.handed_on_at or call.answered_at or call.heard_at
    return {
        "number": masked(call.number),
        "language": name_of(call.language) if call.language else "",
        "menu": call.menu,
        "agent": call.agent.get_username() if call.agent else "",
        "handed_on_to": call.handed_on_to,
        "since": clock_of(since, language),
        "minutes": rules.minutes(max(now - since, now - now)),
    }


def missed_row(call: TelephoneCall, language: str) -> dict[str, Any]:
    """Return what a list shows of a call that nobody answered, and what was offered for it."""
    back = call.call_back
    return {
        "number": masked(call.number),
        "language": name_of(call.language) if call.language else "",
        "menu": call.menu,
        "at": clock_of(call.heard_at, language),
        "call_back": _OF_A_CALL_BACK.get(back.state, "over") if back else "no_number",
    }
