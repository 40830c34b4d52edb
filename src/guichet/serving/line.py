"""Who waits for a thread. Networks take turns: one that asks a thousand times waits for itself."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from guichet.serving.kinds import Kind


@dataclass(eq=False, slots=True)
class Job:
    """Something for a thread: what is done in its turn, and what is told where none comes."""

    kind: Kind
    do: Callable[[], object]
    refuse: Callable[[], object] = field(default=lambda: None)
    network: str = ""


class Line:
    """Jobs that wait, by network. Whoever calls holds the lock of the pool."""

    def __init__(self, *, longest: int) -> None:
        """Take how many may wait."""
        self.longest = longest
        self._length = 0
        self._networks: OrderedDict[str, deque[Job]] = OrderedDict()

    def __len__(self) -> int:
        return self._length

    def join(self, job: Job) -> Job | None:
        """Let a job wait; return the one that may not, where the line is full.

        That is the last job of the network that waits most often, be it this one.
        """
        loser = None
        if self._length >= self.longest:
            loser = self._last_of_the_busiest(job.network)
            if loser is None:
                return job
        self._networks.setdefault(job.network, deque()).append(job)
        self._length += 1
        return loser

    def leave(self, job: Job) -> bool:
        """Take out a job that waits no more; False where its turn has come already."""
        waiting = self._networks.get(job.network)
        if not waiting or job not in waiting:
            return False
        waiting.remove(job)
        self._forget(job.network)
        return True

    def next(self) -> Job:
        """Return the job whose turn it is; its network goes to the end."""
        network = next(iter(self._networks))
        job = self._networks[network].popleft()
        self._networks.move_to_end(network)
        self._forget(network)
        return job

    def _last_of_the_busiest(self, network: str) -> Job | None:
        busiest = max(self._networks, key=lambda name: len(self._networks[name]))
        if len(self._networks[busiest]) <= len(self._networks.get(network, ())) + 1:
            return None
        job = self._networks[busiest].pop()
        self._forget(busiest)
        return job

    def _forget(self, network: str) -> None:
        self._length -= 1
        if not self._networks[network]:
            del self._networks[network]
