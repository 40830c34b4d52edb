"""How the threads of a process are shared: no kind of request takes the last one of another."""

from collections.abc import Mapping
from dataclasses import dataclass

from guichet.serving.kinds import Kind


@dataclass(frozen=True, slots=True)
class Share:
    """What one kind of request may have.

    `own` threads are kept free for it, it has at most `most`; `line` requests may wait for one,
    for `patience` seconds each.
    """

    own: int
    most: int
    line: int
    patience: float


# Fewer threads than places in the pool of database connections: more of them would only take the
# interpreter from each other. Who sent a file waits longer: it would have to be sent again.
SHARES: Mapping[Kind, Share] = {
    Kind.FIRST: Share(own=2, most=3, line=1000, patience=10.0),
    Kind.LOOKING: Share(own=1, most=2, line=300, patience=4.0),
    Kind.UPLOADING: Share(own=1, most=2, line=24, patience=30.0),
}
THREADS = 5


def may_start(
    kind: Kind,
    busy: Mapping[Kind, int],
    *,
    shares: Mapping[Kind, Share] = SHARES,
    threads: int = THREADS,
) -> bool:
    """Tell whether a thread is free for a kind, beside those that are kept for the others.

    >>> may_start(Kind.LOOKING, {Kind.FIRST: 0, Kind.LOOKING: 2, Kind.UPLOADING: 0})
    False
    >>> may_start(Kind.FIRST, {Kind.FIRST: 1, Kind.LOOKING: 2, Kind.UPLOADING: 1})
    True
    """
    if busy[kind] >= shares[kind].most:
        return False
    reserve = sum(
        max(0, share.own - busy[other]) for other, share in shares.items() if other is not kind
    )
    return threads - sum(busy.values()) - reserve >= 1
