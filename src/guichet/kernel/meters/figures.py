"""The counts of a process, and their text for Prometheus; those of a node lie in one folder.

Each process writes into files of its own, mapped into memory, and whichever process is asked reads
them all. Who starts the processes names the folder before they begin; without one a process tells
of itself alone, as in tests.
"""

import os
import re
import shutil
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library reads it when it is imported
_OF_A_PROCESS = re.compile(r"gauge_live\w+_(\d+)\.db")


def announce(folder: Path) -> None:
    """Begin anew: tell the processes that are started from now on where to count."""
    counts = folder / "counts"
    counts.mkdir(parents=True, exist_ok=True)
    for old in counts.iterdir():
        if not Path("/proc", old.name).exists() or old.name == str(os.getpid()):
            shutil.rmtree(old, ignore_errors=True)
    ours = counts / str(os.getpid())
    ours.mkdir()
    os.environ[FOLDER] = str(ours)


def forget_the_dead(folder: Path) -> None:
    """Take away what ended processes have told of themselves; what they counted stays."""
    for path in folder.glob("gauge_live*.db"):
        name = _OF_A_PROCESS.fullmatch(path.name)
        if name and not Path("/proc", name[1]).exists():
            path.unlink(missing_ok=True)
