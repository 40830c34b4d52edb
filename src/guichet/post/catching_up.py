"""Send what could not be sent before, as fast as the mail server and the provider take it.

Several at a time, until nothing waits or the minute is over. Of a kind that fails again and again
no more is tried in this minute: a server that is down is asked a few times, not for every message,
and what goes another way does not wait for it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection

from guichet.kernel.models import Dispatch
from guichet.kernel.work import backlog
from guichet.post import deliver

HANDS = 4  # messages on their way at once
SILENT_AFTER = 8  # failures of a kind, one after the other


def drain(clock: Callable[[], datetime], *, hands: int = HANDS) -> int:
    """Try again all that waits, while the minute lasts; return how many went out."""
    sent_count, failures = 0, Counter[str]()

    def look() -> Sequence[int]:
        silent = [kind for kind, times in failures.items() if times >= SILENT_AFTER]
        return deliver.waiting(now=clock(), without=silent)

    def attempt(dispatch: int) -> bool | None:
        try:
            return deliver.attempt(dispatch, now=clock())
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        for pks in backlog.drained(look):
            kinds = dict(Dispatch.objects.filter(pk__in=pks).values_list("pk", "kind"))
            connection.close()  # what is on its way meanwhile takes connections of its own
            for pk, is_sent in zip(pks, pool.map(attempt, pks), strict=True):
                sent_count += bool(is_sent)
                if is_sent is not None:
                    failures[kinds[pk]] = 0 if is_sent else failures[kinds[pk]] + 1
    return sent_count
