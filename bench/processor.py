"""Processor time of processes and all they started, from /proc; nothing where there is no /proc."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Usage:
    """What a stretch of work took: seconds of the clock, and of each processor user by name."""

    wall: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)

    def milliseconds(self, name: str, operations: int) -> float | None:
        """Return the processor time of one operation, or None when it is not known."""
        if name not in self.seconds or not operations:
            return None
        return self.seconds[name] * 1000 / operations


def _fields(pid: str) -> tuple[int, int] | None:
    """Return the parent and the ticks used by a process and its buried children."""
    try:
        after_name = (PROC / pid / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(after_name[1]), sum(int(ticks) for ticks in after_name[11:15])


def family_of(root: int) -> dict[int, int]:
    """Return a process and everything below it, each with the ticks it used so far."""
    fields_of_all = {int(path.name): _fields(path.name) for path in PROC.glob("[0-9]*")}
    fields_of = {pid: fields for pid, fields in fields_of_all.items() if fields}
    family = {root}
    while True:
        more = {pid for pid, (parent, _) in fields_of.items() if parent in family} - family
        if not more:
            return {pid: fields_of[pid][1] for pid in family if pid in fields_of}
        family |= more


def seconds_of(root: int) -> float:
    """Return the processor time of a process and of everything below it so far."""
    return sum(family_of(root).values()) / TICK


def machine_seconds() -> tuple[float, float, float]:
    """Return what the whole machine has had of work, of work by its host, and of time in all."""
    if not (PROC / "stat").exists():
        return 0.0, 0.0, 0.0
    ticks = [int(part) for part in (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]]
    user, nice, system, _idle, _waiting, irq, softirq, stolen = ticks
    work = user + nice + system + irq + softirq
    return work / TICK, stolen / TICK, sum(ticks) / TICK


@contextmanager
def neighbors() -> Iterator[list[str]]:
    """Say afterwards how much of the processors others took meanwhile: it slows all figures."""
    remarks: list[str] = []
    before, own = machine_seconds(), seconds_of(os.getpid())
    yield remarks
    work, stolen, whole = (now - then for now, then in zip(machine_seconds(), before, strict=True))
    if whole:
        others = max(0.0, work - (seconds_of(os.getpid()) - own)) / whole
        remarks.append(f"other programs took {others:.0%} of the processors meanwhile")
        remarks.append(f"the host of this virtual machine took {stolen / whole:.0%}")


@contextmanager
def measured(**roots: int | None) -> Iterator[Usage]:
    """Fill in what each process named by a keyword used meanwhile, and ourselves as `client`."""
    usage = Usage()
    before = {name: seconds_of(pid) for name, pid in roots.items() if pid and PROC.is_dir()}
    own, start = time.process_time(), time.monotonic()
    yield usage
    usage.wall = time.monotonic() - start
    usage.seconds["client"] = time.process_time() - own
    for name, seconds in before.items():
        usage.seconds[name] = seconds_of(roots[name] or 0) - seconds
