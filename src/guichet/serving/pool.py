"""The threads in which Django answers: a fixed number, each kind of request within its share."""

import logging
import threading
from collections.abc import Mapping
from queue import SimpleQueue

from guichet.kernel.meters import counts
from guichet.serving.kinds import Kind
from guichet.serving.line import Job, Line
from guichet.serving.rules import SHARES, THREADS, Share, may_start

log = logging.getLogger(__name__)


class Pool:
    """Threads that take the next job themselves, without asking the event loop.

    What waits is asked for by kind, the first kind first.
    """

    def __init__(self, *, shares: Mapping[Kind, Share] = SHARES, threads: int = THREADS) -> None:
        self.busy: dict[Kind, int] = dict.fromkeys(Kind, 0)
        self.lines = {kind: Line(longest=share.line) for kind, share in shares.items()}
        self._shares, self._threads = shares, threads
        self._lock = threading.Lock()
        self._free: list[SimpleQueue[Job]] = []  # what each thread without a job listens to
        self._has_begun = False

    def give(self, job: Job) -> bool:
        """Have a job done at once where a thread is free for it; else it must `wait`."""
        with self._lock:
            if len(self.lines[job.kind]) or not self._may_start(job.kind):
                return False
            self.busy[job.kind] += 1
            self._start(job)
        return True

    def wait(self, job: Job) -> None:
        """Put a job into its line; somebody's job is refused where the line is full."""
        with self._lock:
            loser = self.lines[job.kind].join(job)
            if next_job := self._next():  # a thread may have become free meanwhile
                self._start(next_job)
        if loser:
            loser.refuse()

    def give_up(self, job: Job) -> None:
        """Refuse a job whose patience is over, unless its turn has come."""
        with self._lock:
            was_waiting = self.lines[job.kind].leave(job)
        if was_waiting:
            job.refuse()

    def look(self) -> None:
        """Write down how many threads are taken, and how many requests wait for one."""
        counts.THREADS.set(self._threads)
        for kind, line in self.lines.items():
            counts.BUSY.labels(kind.value).set(self.busy[kind])
            counts.WAITING.labels(kind.value).set(len(line))

    def _begin(self) -> None:
        self._has_begun = True
        for number in range(self._threads):
            ear: SimpleQueue[Job] = SimpleQueue()
            self._free.append(ear)
            name = f"answers-{number}"
            threading.Thread(target=self._work, args=[ear], name=name, daemon=True).start()

    def _start(self, job: Job) -> None:
        """Give a job that is counted to the thread that was free last: it is warm.

        So a quiet site uses one thread, and its one connection to the database.
        """
        if not self._has_begun:
            self._begin()
        self._free.pop().put(job)

    def _work(self, ear: SimpleQueue[Job]) -> None:
        while True:
            job: Job | None = ear.get()
            while job:
                try:
                    job.do()
                except Exception as error:  # a thread that ended would be missed by all
                    log.error("A job of a request failed: %s", type(error).__name__)
                with self._lock:
                    self.busy[job.kind] -= 1
                    job = self._next()
                    if job is None:
                        self._free.append(ear)

    def _next(self) -> Job | None:
        """Return a job that may start, counted as begun."""
        for kind, line in self.lines.items():
            if len(line) and self._may_start(kind):
                self.busy[kind] += 1
                return line.next()
        return None

    def _may_start(self, kind: Kind) -> bool:
        return may_start(kind, self.busy, shares=self._shares, threads=self._threads)
