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
    start = time.monotonic()

    def client(number: int) -> None:
        for turn in count():
            turn_start = time.monotonic()
            if turn_start - start > seconds:
                return
            work(number, turn)
            latencies.append(time.monotonic() - turn_start)

    with ThreadPoolExecutor(clients) as pool:
        for future in [pool.submit(client, number) for number in range(clients)]:
            future.result()
    return Run(len(latencies), time.monotonic() - start, latencies)


def at_once[Result](work: Callable[[int], Result], *, clients: int) -> tuple[list[Result], Run]:
    """Let every client do one thing at the same moment."""
    together = threading.Barrier(clients + 1)
    latencies: list[float] = []

    def client(number: int) -> Result:
        together.wait()
        turn_start = time.monotonic()
        try:
            return work(number)
        finally:
            latencies.append(time.monotonic() - turn_start)

    with ThreadPoolExecutor(clients) as pool:
        waiting = [pool.submit(client, number) for number in range(clients)]
        together.wait()
        start = time.monotonic()
        results = [future.result() for future in waiting]
    return results, Run(clients, time.monotonic() - start, latencies)
