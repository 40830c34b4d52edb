"""Call-backs as lists show them: the end of a number, a window in words, whose it is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from guichet.contact.call_backs import rules
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import CallBack
from guichet.contact.call_backs.numbers import masked
from guichet.contact.call_backs.pages.words import clock_of, name_of, window_of
from guichet.contact.call_backs.rules import Window
from guichet.kernel import case_numbers
from guichet.kernel.obstacles import Obstacle
from guichet.web.words import Say


def row(call_back: CallBack, language: str, *, reader: int, now: datetime) -> dict[str, Any]:
    """Return what a list shows of a call-back to an agent."""
    starts_at, ends_at = call_back.starts_at, call_back.ends_at
    waits = call_back.not_before if call_back.not_before and call_back.not_before > now else None
    return {
        "pk": call_back.pk,
        "number": masked(call_back.number),
        "name": case_numbers.for_people(call_back.request.number) if call_back.request else "",
        "language": name_of(call_back.language),
        "window": window_of(starts_at, ends_at, language) if starts_at and ends_at else None,
        "asked": clock_of(call_back.asked_at, language),
        "is_late": bool(call_back.is_open and ends_at and ends_at < now),
        "tries": call_back.tries,
        "state": call_back.state,
        "source": call_back.source,
        "is_proven": call_back.is_proven,
        "agent": call_back.taken_by.get_username() if call_back.taken_by else "",
        "taken": clock_of(call_back.taken_at, language) if call_back.taken_at else "",
        "not_before": clock_of(waits, language) if waits else "",
        "is_mine": bool(call_back.taken_by_id and call_back.taken_by_id == reader),
        "is_free": _is_free(call_back, now=now),
    }


def choices(
    windows: Iterable[Window], language: str, say: Say, *, key: str = "window"
) -> list[tuple[str, str]]:
    """Return windows as answers of a form: their code, and what they are called.

    `key` names the sentence; one without the zone fits in a closed list on a narrow screen.
    """
    return [
        (
            window.code,
            str(say(key, **window_of(window.starts_at, window.ends_at, language))),
        )
        for window in windows
    ]


def _is_free(call_back: CallBack, *, now: datetime) -> bool:
    """Tell whether an agent may take it now."""
    try:
        rules.check_taking(
            centre(),
            call_back.state,
            taken_at=call_back.taken_at,
            not_before=call_back.not_before,
            now=now,
        )
    except Obstacle:
        return False
    return True
