"""What a waiting room is shown: numbers and desks, never a name. Many screens share one look.

A process looks at the calls of an office once a second at most, at its queue and its closure every
three, and at a device every five, however many screens ask: for so long each may be behind.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from guichet.counter.models import Call, Ticket
from guichet.counter.queue import public, queries
from guichet.counter.queue.public import Waiting
from guichet.counter.queue.remembered import Remembered
from guichet.devices import queries as devices
from guichet.devices.models import Device
from guichet.kernel import clock
from guichet.offices import queries as offices
from guichet.opening.closed_now import closed_until

CHANNEL = "guichet_displays"  # on which the database tells the code of an office (tell_displays)
CALLS_FOR = timedelta(seconds=1)
WAITING_FOR = timedelta(seconds=3)
DEVICE_FOR = timedelta(seconds=5)
MOST_CALLED, MOST_BEFORE = 12, 6
_TAKEN_BACK = (Call.Outcome.UNDONE, Call.Outcome.CANCELLED)
# Who is at a desk, was, or did not come. Whose turn is still to come goes to no desk of before, nor
# does who has gone without being served; who is called stands above.
_BEFORE = (Ticket.State.IN_SERVICE, Ticket.State.FINISHED, Ticket.State.NO_SHOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A call: `key` changes when somebody is called once more."""

    key: str
    number: int
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Who is called now, the newest first, who was called before, and how long the queue is."""

    called: tuple[Entry, ...]
    before: tuple[Entry, ...]
    waiting: int
    estimate: int | None  # minutes for somebody who comes now; None while the office is closed
    closed_until: datetime | None  # on the clock of the office; None while it is open
    closes_at: datetime | None  # likewise, when a closure begins later today
    opens_again_at: datetime | None  # likewise, after that one
    text: str  # the same for a script
    mark: str  # of the text, quoted: an ETag


BOARDS, QUEUES = Remembered[list[Board | None]](CALLS_FOR), Remembered[Waiting](WAITING_FOR)
CLOSURES = Remembered[list[datetime | None]](WAITING_FOR)
DEVICES = Remembered[list[Device | None]](DEVICE_FOR)


def board_of(office: str, *, now: datetime) -> Board | None:
    """Return what the screens of an office show, up to a second old; None where there is none."""
    return BOARDS.of(office, lambda: [_look(office, now=now)], now=now)[0]


def look_anew(office: str) -> str:
    """Return what the screens of an office show now; they were told that it has changed."""
    now = clock.now()
    for memory in (BOARDS, QUEUES, CLOSURES):
        memory.forget(office)
    board = board_of(office, now=now)
    return board.text if board else "{}"


def device_of(token: str, *, now: datetime) -> Device | None:
    """Return the device that a token names, as it was up to five seconds ago."""
    return DEVICES.of(token, lambda: [devices.of_token(token)], now=now)[0]


def _look(code: str, *, now: datetime) -> Board | None:
    office = offices.office(code)
    if office is None:
        return None
    calls = Call.objects.filter(
        ticket__office=office, ticket__day=queries.today_at(office, now=now)
    ).annotate(at=Coalesce(F("recalled_at"), F("called_at")))
    ordered = calls.order_by("-at", "-pk").values_list("pk", "at", "ticket__number", "desk")
    called = [_entry(*row) for row in ordered.filter(ended_at=None)[:MOST_CALLED]]
    later = Call.objects.filter(ticket=OuterRef("ticket"), pk__gt=OuterRef("pk"))
    over = ordered.exclude(ended_at=None).exclude(outcome__in=_TAKEN_BACK)
    over = over.filter(ticket__state__in=_BEFORE).exclude(Exists(later))
    before = [_entry(*row) for row in over[:MOST_BEFORE]]
    waiting = QUEUES.of(office.pk, lambda: public.waiting_at(office, now=now), now=now)
    closed = CLOSURES.of(office.pk, lambda: [closed_until(office, now=now)], now=now)[0]
    return _board(called, before, waiting, closed)


def _entry(pk: int, at: datetime, number: int, desk: str) -> Entry:
    return Entry(key=f"{pk}-{int(at.timestamp())}", number=number, desk=desk)


def _board(
    called: list[Entry], before: list[Entry], waiting: Waiting, ends_at: datetime | None
) -> Board:
    facts: dict[str, Any] = {
        "called": [_told(entry) for entry in called],
        "before": [_told(entry) for entry in before],
        "waiting": waiting.waiting,
        "estimate_minutes": waiting.estimate,
        "closed_until": _text(ends_at),
        "closes_at": _text(waiting.closes_early_at),
        "opens_again_at": _text(waiting.opens_again_at),
    }
    text = json.dumps(facts, separators=(",", ":"))
    return Board(
        called=tuple(called),
        before=tuple(before),
        waiting=waiting.waiting,
        estimate=waiting.estimate,
        closed_until=ends_at,
        closes_at=waiting.closes_early_at,
        opens_again_at=waiting.opens_again_at,
        text=text,
        mark=f'"{blake2b(text.encode(), digest_size=12).hexdigest()}"',
    )


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _told(entry: Entry) -> dict[str, object]:
    return {"key": entry.key, "number": entry.number, "desk": entry.desk}
