"""How long a job of every minute goes on when more waits than one look can take up."""

import time
from collections.abc import Callable, Iterator, Sequence

ITS_MINUTE = 50.0  # seconds; the next one begins anew


def drained[Thing](
    look: Callable[[], Sequence[Thing]], *, seconds: float | None = None
) -> Iterator[Sequence[Thing]]:
    """Give what waits, one look after the other, until there is nothing new or the time is over.

    What was given before and waits still is given no second time, so that nothing goes round.
    """
    deadline = time.monotonic() + (ITS_MINUTE if seconds is None else seconds)
    before = set[Thing]()
    while time.monotonic() < deadline:
        fresh = [thing for thing in look() if thing not in before]
        if not fresh:
            return
        yield fresh
        before.update(fresh)
