"""Several clients at work at once, for a while or all at one moment."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True)
class Run:
    """What the clients got done."""

    operations: int
    wall: float
    latencies: Sequence[float]

    @property
    def rate(self) -> float:
        return self.operations / self.wall if self.wall else 0.0

    def percentile(self, share: float) -> float:
        """Return the seconds within which a share of the operations was done."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def for_a_while(work: Callable[[int, int], None], *, clients: int, seconds: float) -> Run:
    """Let each client do its work again and again; `work(client, turn)` raises when it fails."""
    latencies: list[float] = []
    started = time.monotonic()

    def client(number: int) -> None:
        for turn in count():
            begun = time.monotonic()
            if begun - started > seconds:
                return
            work(number, turn)
            latencies.append(time.monotonic() - begun)

    with ThreadPoolExecutor(clients) as pool:
        for done in [pool.submit(client, number) for number in range(clients)]:
            done.result()
    return Run(len(latencies), time.monotonic() - started, latencies)


def at_once[Result](work: Callable[[int], Result], *, clients: int) -> tuple[list[Result], Run]:
    """Let every client do one thing at the same moment."""
    together = threading.Barrier(clients + 1)
    latencies: list[float] = []

    def client(number: int) -> Result:
        together.wait()
        begun = time.monotonic()
        try:
            return work(number)
        finally:
            latencies.append(time.monotonic() - begun)

    with ThreadPoolExecutor(clients) as pool:
        waiting = [pool.submit(client, number) for number in range(clients)]
        together.wait()
        started = time.monotonic()
        results = [done.result() for done in waiting]
    return results, Run(clients, time.monotonic() - started, latencies)
