"""A node that is about to stop says so some seconds before: it is not ready, and serves on.

Its processes share a file: whoever watches over them makes it, and the web server's ones look
whether it is there, also those that were started again meanwhile.
"""

import os
from pathlib import Path

_NAME = "GUICHET_DRAINING"  # handed to our own processes; nobody sets it


def announce(folder: Path) -> None:
    """Tell the processes that are started from now on where to look."""
    path = folder / f"draining.{os.getpid()}"
    os.environ[_NAME] = str(path)
    end()  # of a process of the same number, long ago


def begin() -> None:
    Path(os.environ[_NAME]).touch()


def end() -> None:
    if path := os.environ.get(_NAME):
        Path(path).unlink(missing_ok=True)


def has_begun() -> bool:
    """Tell whether this node is about to stop."""
    path = os.environ.get(_NAME)
    return bool(path) and os.path.exists(str(path))
