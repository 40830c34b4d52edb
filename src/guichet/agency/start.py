"""Whose site a start is: the agency of the folder, or a list of what is wrong with it."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from guichet.agency.faults import ERROR, MORE, Fault
from guichet.agency.model import Agency
from guichet.agency.reading import Reading, read
from guichet.agency.shipped import DEMONSTRATION
from guichet.environment import complain, is_collecting

_judges_only = False


def judge_only() -> None:
    """From now on a folder that cannot be used stops nothing: a command will say what is wrong."""
    global _judges_only
    _judges_only = True


def agency_of(folder: Path, *, place: Path, verdicts_in: Path | None = None) -> Agency:
    """Return the agency of a folder; stop the start with all that is wrong, if anything is.

    It is read at `place`, where a start has copied it, and called by its own name. A command that
    only judges gets what could be made of it, or else the demonstration. What was found in order
    before is kept in `verdicts_in`.
    """
    reading = read(place, verdicts_in=verdicts_in)
    if reading.agency is not None:
        return reading.agency
    if is_collecting():
        for fault in reading.errors:
            complain(f"{folder}/{fault}")
    elif not _judges_only:
        sys.exit(f"guichet: {listed(folder, _everything(folder) or reading.errors)}")
    elif reading.draft is not None:
        return reading.draft
    return demonstration()


def demonstration() -> Agency:
    """Return the agency that is shipped; whatever is wrong with it is a fault of the software."""
    reading: Reading = read(DEMONSTRATION)
    if reading.agency is None:
        sys.exit(f"guichet: {listed(DEMONSTRATION, reading.errors)}")
    return reading.agency


def listed(folder: Path, faults: Iterable[Fault | str]) -> str:
    """Return the faults that stop a start as one text of a line each."""
    lines = [f"- {fault}" for fault in faults]
    count = sum(1 for line in lines if line != f"- {MORE}")
    head = f"the agency's folder {folder} cannot be used; to correct ({count}):"
    return "\n".join([head, *lines])


def _everything(folder: Path) -> list[str]:
    """Return all that check-agency says is to correct: rooms tell more than what is read here.

    It judges in a process of its own, for this one has no settings; nothing where it cannot.
    """
    check = subprocess.run(
        [sys.executable, "-m", "guichet", "check-agency"],
        env={**os.environ, "AGENCY_DIR": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = check.stdout.splitlines()
    wrong = [line[2:] for line in lines if line.startswith("- ") and f": {ERROR}" in line]
    return [*wrong, MORE] if wrong and MORE in lines else wrong
