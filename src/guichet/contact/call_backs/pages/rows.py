"""Call-backs as lists show them: the end of a number, a window in words, whose it is."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.choices import BaseChoiceIterator
from markupsafe import Markup

from guichet.contact.call_backs import rules, texting
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import CallBack
from guichet.contact.call_backs.numbers import masked
from guichet.contact.call_backs.pages.words import clock_of, day_of, name_of, window_of
from guichet.contact.call_backs.rules import Window
from guichet.kernel import case_numbers
from guichet.kernel.obstacles import Obstacle
from guichet.web.words import Say

_GROUP = Markup('<optgroup label="{}">\n{}</optgroup>\n')
_OPTION = Markup('<option value="{}"{}>{}</option>\n')
_SELECTED, _PLAIN = Markup(" selected"), Markup("")


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


def public_row(call_back: CallBack, language: str, *, now: datetime) -> dict[str, Any]:
    """Return what the page of a call-back shows to whoever asked for it.

    That two were open for the number is for whoever has it: until its time is over the page of one
    that was declined says what it would otherwise say.
    """
    line = row(call_back, language, reader=0, now=now)
    if call_back.is_declined and call_back.ends_at and now < call_back.ends_at:
        line["state"] = "asked" if texting.is_told_of_full(call_back) else "agreed"
    return line


class ByDay(BaseChoiceIterator):
    """Windows as answers of a form, which a list shows under the day on which they are."""

    def __init__(self, days: Iterable[tuple[str, tuple[str, str]]]) -> None:
        self.days = list(days)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter([pair for _, pair in self.days])

    def __len__(self) -> int:
        return len(self.days)

    def options(self, choice: str) -> Markup:
        """Return the answers as HTML, a group a day."""
        groups = Markup()
        for day, pairs in groupby(self.days, key=itemgetter(0)):
            options = Markup().join(
                _OPTION.format(code, _SELECTED if code == choice else _PLAIN, name)
                for _, (code, name) in pairs
            )
            groups += _GROUP.format(day, options)
        return groups


def choices(windows: Iterable[Window], language: str, say: Say, *, key: str = "window") -> ByDay:
    """Return windows as answers of a form: their code, and what they are called, by day.

    `key` names the sentence; one without the zone fits in a closed list on a narrow screen.
    """
    return ByDay(
        (
            day_of(window.starts_at, language),
            (
                window.code,
                str(say(key, **window_of(window.starts_at, window.ends_at, language))),
            ),
        )
        for window in windows
    )


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
