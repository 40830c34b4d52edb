"""What follows from the events of a call, and how long people wait: measured, or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

BEGAN, ANSWERED, TRANSFERRED, ENDED = "began", "answered", "transferred", "ended"
SOON = timedelta(hours=1)  # what was measured in it says how long people wait now


@dataclass(frozen=True, slots=True)
class Heard:
    """One event of a call, as it was heard first."""

    kind: str
    detail: str
    heard_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a call stands: what follows from a set of events, in whatever order they came."""

    began_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    handed_on_at: datetime | None = None
    handed_on_to: str = ""
    agent: str = ""

    @property
    def state(self) -> str:
        """Return `waiting`, `talking`, `handed_on`, `missed` or `ended`."""
        if self.ended_at:
            return "ended" if self.answered_at else "missed"
        if self.handed_on_at:
            return "handed_on"
        return "talking" if self.answered_at else "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long one caller waited, or has waited so far."""

    began_at: datetime
    until: datetime
    is_over: bool

    @property
    def length(self) -> timedelta:
        """Return how long it was; never less than nothing."""
        return max(self.until - self.began_at, timedelta())


def standing(events: Iterable[Heard]) -> Standing:
    """Return what follows from a set of events: each counts once, and none undoes another.

    Whether a call was answered and has ended rests on the set alone. Who speaks with the caller
    is whoever was heard of last, unless the call was handed on after that: the telephone system
    tells no other order.
    """
    by_kind: dict[str, list[Heard]] = {BEGAN: [], ANSWERED: [], TRANSFERRED: [], ENDED: []}
    for event in sorted(set(events), key=lambda event: (event.heard_at, event.kind, event.detail)):
        by_kind[event.kind].append(event)
    answers, transfers = by_kind[ANSWERED], by_kind[TRANSFERRED]
    on = transfers[-1] if transfers else None
    is_handed_on = on is not None and (not answers or on.heard_at > answers[-1].heard_at)
    return Standing(
        began_at=_first(by_kind[BEGAN]),
        answered_at=_first(answers),
        ended_at=_first(by_kind[ENDED]),
        handed_on_at=on.heard_at if on and is_handed_on else None,
        handed_on_to=on.detail if on and is_handed_on else "",
        agent=answers[-1].detail if answers else "",
    )


def wait_of(
    *,
    began_at: datetime | None,
    answered_at: datetime | None,
    ended_at: datetime | None,
    now: datetime,
) -> Wait | None:
    """Return how long a caller waited; None where the beginning was heard of too late to say.

    A call that was missed waited until its end, and one that still waits until now.
    """
    until = min((at for at in (answered_at, ended_at) if at), default=None)
    if began_at is None or (until and until < began_at):
        return None
    return Wait(began_at=began_at, until=until or now, is_over=until is not None)


def usual_wait(waits: Sequence[Wait], *, now: datetime) -> timedelta | None:
    """Return how long people wait now: the middle of what was measured in the last hour.

    Where those who still wait have waited longer than that already, theirs is the answer; where
    nobody was measured in the hour, the middle of all that is given. None where nothing is.
    """
    soon = [wait for wait in waits if not wait.is_over or wait.until > now - SOON]
    over = [wait.length.total_seconds() for wait in (soon or waits) if wait.is_over]
    waiting = [wait.length.total_seconds() for wait in waits if not wait.is_over]
    middles = [median(seconds) for seconds in (over, waiting) if seconds]
    return timedelta(seconds=max(middles)) if middles else None


def minutes(length: timedelta) -> int:
    """Return a wait in whole minutes, rounded up: nobody waits longer than was said.

    >>> minutes(timedelta(seconds=61)), minutes(timedelta())
    (2, 0)
    """
    return -(-int(length.total_seconds()) // 60)


def _first(events: Sequence[Heard]) -> datetime | None:
    return events[0].heard_at if events else None
