"""When each of those who wait will be called: their queue is played forward by its own rules.

Pure: values in, instants out. Each desk that is free takes whose turn it is of those who may be
called; those who are expected come at their time, and take their turn like everybody.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NEW = 1 << 62  # the order of a ticket that is not written yet; those who are expected come after it
OPENS = timedelta(minutes=30)  # so long it takes until every desk has had somebody
AT_LEAST = timedelta(minutes=2)  # until a desk is free whose client takes longer than is usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody's place in line: ties of `due_at` go by `order`. They take so many minutes."""

    order: int
    due_at: datetime
    callable_at: datetime
    minutes: float


def calls_of(people: Iterable[Place], free_at: Iterable[datetime]) -> Mapping[int, datetime]:
    """Return when each is called, by their order; `free_at` says of each desk when it is free.

    It ends with the last who waits: whoever is expected only takes a turn before that.

    >>> from datetime import UTC
    >>> ten = datetime(2026, 12, 1, 10, tzinfo=UTC)
    >>> line = [Place(order=n, due_at=ten, callable_at=ten, minutes=20) for n in (1, 2, 3)]
    >>> [f"{call:%H:%M}" for call in calls_of(line, [ten, ten + timedelta(minutes=5)]).values()]
    ['10:00', '10:05', '10:20']
    """
    desks = sorted(free_at)
    coming = sorted(people, key=lambda place: place.callable_at, reverse=True)
    ready = list[tuple[datetime, int, float]]()
    calls = dict[int, datetime]()
    moment = desks[0]
    waiting = sum(place.order <= NEW for place in coming)
    while waiting:
        moment = max(moment, desks[0] if ready else max(desks[0], coming[-1].callable_at))
        while coming and coming[-1].callable_at <= moment:
            place = coming.pop()
            heapq.heappush(ready, (place.due_at, place.order, place.minutes))
        _, order, minutes = heapq.heappop(ready)
        calls[order] = moment
        waiting -= order <= NEW
        heapq.heapreplace(desks, moment + timedelta(minutes=minutes))
    return calls


def free_at(
    *,
    at_work: int,
    busy: Sequence[tuple[datetime, float]],
    planned: int,
    opens_at: datetime | None,
    now: datetime,
) -> list[datetime]:
    """Return when each desk is free: those at work, and while an office opens those planned.

    `busy` says of each desk that has somebody since when, and how many minutes that takes. Where
    the office is open for long and none is at work, somebody will be, and nobody knows how many.
    """
    is_opening = opens_at is not None and opens_at > now - OPENS
    desks = max(at_work, len(busy), planned if is_opening else 0, 1)
    ends = [since + timedelta(minutes=minutes) for since, minutes in busy]
    idle_from = now if at_work else max(now, opens_at or now)
    return [max(end, now + AT_LEAST) for end in ends] + [idle_from] * (desks - len(busy))
