"""Where people type to reach the site of a folder: noted by its start, for commands beside it.

A command has the environment of its own window. Where somebody said `PORT=8001 make run`, only
the node that was started so knows the port.
"""

import contextlib
from pathlib import Path
from shlex import quote

from django.conf import settings

from guichet.environment import env

NAME = "address"


def note() -> None:
    """Keep the address of the site that starts here; a folder that cannot be written keeps none."""
    with contextlib.suppress(OSError):
        _place().write_text(f"{settings.PUBLIC_URL}\n", encoding="utf-8")


def noted() -> str:
    """Return the address of the site that was last started on DATA_DIR, or else PUBLIC_URL."""
    with contextlib.suppress(OSError):
        return _place().read_text(encoding="utf-8").strip() or settings.PUBLIC_URL
    return str(settings.PUBLIC_URL)


def as_typed(command: str) -> str:
    """Return one of our commands as it is typed for this site, in any window.

    What a window does not know of it is named: its folders, where they are not the usual ones.
    """
    folders = [f"{name}={quote(env(name))}" for name in ("DATA_DIR", "AGENCY_DIR") if env(name)]
    return " ".join([*folders, f"./guichet {command}"])


def _place() -> Path:
    return Path(settings.DATA_DIR) / NAME
