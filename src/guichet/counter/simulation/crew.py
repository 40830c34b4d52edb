"""The processes of a simulated day: officers who press in the same moment, and the worker."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection

from guichet.counter.simulation import clock, control
from guichet.counter.simulation.officers import Desk, Officers
from guichet.kernel.server.programs import ending_with_parent
from guichet.kernel.work import workers
from guichet.offices.models import Office

PROCESSES = 4
PATIENCE = 30.0  # seconds for the worker to end


class ProcessError(Exception):
    """A process of the officers failed; the message is what it says of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What the officers of a day are told at its beginning."""

    office: Office
    accounts: Sequence[int]  # one for each desk
    signs: Sequence[str]  # of the desks
    seed: int
    is_control: bool


@dataclass
class Crew:
    """Officers in processes of their own: each works through a minute, all of them at once."""

    shift: Shift
    lines: list[Connection] = field(default_factory=list)
    processes: list[Any] = field(default_factory=list)
    obstacles: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Part into the processes; each opens a connection to the database of its own."""
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        context = multiprocessing.get_context("fork")  # what is loaded is loaded once
        for number in range(PROCESSES):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(self.shift, number, theirs), daemon=True)
            process.start()
            theirs.close()
            self.lines.append(ours)
            self.processes.append(process)

    def tell(self, minute: datetime, *, ahead: float, resting: Sequence[str]) -> None:
        """Let all officers work through a minute, by a clock that is so many seconds ahead."""
        for line in self.lines:
            line.send((minute, ahead, resting))

    def hear(self) -> int:
        """Return how many desks have somebody when all officers have done with the minute."""
        busy = 0
        self.obstacles.clear()
        for line in self.lines:
            try:
                answer = line.recv()
            except EOFError:
                raise ProcessError("An officer's process ended.") from None
            if isinstance(answer, str):
                raise ProcessError(answer)
            desks, obstacles = answer
            busy += desks
            self.obstacles += obstacles
        return busy

    def end(self) -> None:
        """Send everybody home."""
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.send(None)
        for process in self.processes:
            process.join(PATIENCE)
            process.kill()


def _serve(shift: Shift, number: int, line: Connection) -> None:
    """Work until told to go home; what fails is said to the parent."""
    if end_with_parent := ending_with_parent(signal.SIGKILL):
        end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and says when to end
    if shift.is_control:
        control.leave_out_the_lock()
    officers = Officers(
        office=shift.office,
        desks=[
            Desk(sign, account) for sign, account in zip(shift.signs, shift.accounts, strict=True)
        ][number::PROCESSES],
        signs=shift.signs,
        dice=Random(f"{shift.seed} {number}"),  # noqa: S311  a play, no secret
    )
    try:
        while message := line.recv():
            minute, ahead, resting = message
            clock.be_ahead(ahead)
            busy = officers.work(minute, resting=resting)
            line.send((busy, officers.obstacles))
    except EOFError:
        return
    except Exception:  # the parent ends the day with it
        line.send(traceback.format_exc())


class Worker:
    """The worker of the site, with a clock of the day: it sends what waits in the outbox."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it, with the clock that this process has."""
        ahead = round(settings.CLOCK_OFFSET_SECONDS)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "guichet", "worker", "--only", workers.OUTBOX],
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env=os.environ | {"CLOCK_OFFSET_SECONDS": str(ahead)},
            preexec_fn=ending_with_parent(signal.SIGTERM),
        )

    def die(self) -> None:
        """Kill it, as a machine does that loses its power."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def end(self) -> None:
        """Stop it in order."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.die()
        self.process = None
