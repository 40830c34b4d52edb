"""Whose site a start is: the agency of the folder, or a list of what is wrong with it."""

import sys
from collections.abc import Iterable
from pathlib import Path

from guichet.agency.faults import Fault
from guichet.agency.model import Agency
from guichet.agency.reading import Reading, read
from guichet.agency.shipped import DEMONSTRATION
from guichet.environment import complain, is_collecting

_judges_only = False


def judge_only() -> None:
    """From now on a folder that cannot be used stops nothing: a command will say what is wrong."""
    global _judges_only
    _judges_only = True


def agency_of(folder: Path) -> Agency:
    """Return the agency of a folder; stop the start with all that is wrong, if anything is.

    A command that only judges gets what could be made of it, or else the demonstration.
    """
    reading = read(folder)
    if reading.agency is not None:
        return reading.agency
    if is_collecting():
        for fault in reading.errors:
            complain(f"{folder}/{fault}")
    elif not _judges_only:
        sys.exit(f"guichet: {listed(folder, reading.errors)}")
    elif reading.draft is not None:
        return reading.draft
    return demonstration()


def demonstration() -> Agency:
    """Return the agency that is shipped; whatever is wrong with it is a fault of the software."""
    reading: Reading = read(DEMONSTRATION)
    if reading.agency is None:
        sys.exit(f"guichet: {listed(DEMONSTRATION, reading.errors)}")
    return reading.agency


def listed(folder: Path, faults: Iterable[Fault]) -> str:
    """Return the faults that stop a start as one text of a line each."""
    lines = [f"- {fault}" for fault in faults]
    head = f"the agency's folder {folder} cannot be used; to correct ({len(lines)}):"
    return "\n".join([head, *lines])
