"""What the site of a data folder serves: noted by its start, for commands that are typed beside it.

A command reads the agency's folder as a start does. Somebody may be working at it just then, or
have forgotten to name it; the site goes on meanwhile with the copy that it took, and what is typed
beside it goes on with the same.

Nothing here may import Django: who notes is the process that only watches.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from guichet.environment import env
from guichet.kernel.running import taking

FAULTY = (
    "The agency's folder {folder} has faults (AGENCY_DIR={folder} ./guichet check-agency lists"
    " them); this goes on with the copy that the site was last started with."
)

ANOTHER = (
    "WARNING: the site in {data_dir} was last started with AGENCY_DIR={folder}. No AGENCY_DIR is"
    " named now, so that it becomes the demonstration."
)


@dataclass(frozen=True, slots=True)
class Served:
    """The agency's folder that a site was last started with, and the copy that it took."""

    folder: Path
    copy: Path


def note(data_dir: Path, folder: Path) -> None:
    """Keep what is served from now on; a folder that cannot be written keeps nothing."""
    copy = os.environ.get(taking.TAKEN, "")
    with contextlib.suppress(OSError):
        if copy:
            _place(data_dir).write_text(f"{folder}\n{copy}\n", encoding="utf-8")


def note_first(data_dir: Path, folder: Path) -> None:
    """Keep what will be served, where nothing was before.

    A first start takes a while: what is typed beside it must not take the site for another's.
    """
    if noted(data_dir) is None:
        note(data_dir, folder)


def noted(data_dir: Path) -> Served | None:
    """Return what the site of a data folder was last started with; None where nothing is noted."""
    try:
        folder, copy = _place(data_dir).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    return Served(Path(folder), taking.copies_in(data_dir) / Path(copy).name)


def name_folder(data_dir: Path, *, usual: Path) -> None:
    """Name the folder of the site for a command that was typed without it."""
    served = noted(data_dir)
    is_named = env("AGENCY_DIR") or taking.TAKEN in os.environ
    if served and served.folder != usual and not is_named:
        os.environ["AGENCY_DIR"] = str(served.folder)


def tell_of_another(data_dir: Path, folder: Path, *, say: Callable[[str], object]) -> None:
    """Say that a start without a name for the folder makes the site of one agency another's."""
    served = noted(data_dir)
    if served and served.folder != folder and not env("AGENCY_DIR"):
        say(ANOTHER.format(data_dir=data_dir, folder=served.folder))


def stand_beside(data_dir: Path, folder: Path, *, say: Callable[[str], object]) -> None:
    """Read the copy that the site serves, where its folder has got faults since; and say so."""
    served = noted(data_dir)
    is_of_the_site = served is not None and served.folder == folder and served.copy.is_dir()
    if served and is_of_the_site and taking.TAKEN not in os.environ and _is_wrong(folder, served):
        os.environ[taking.TAKEN] = str(served.copy)
        say(FAULTY.format(folder=folder))


def _is_wrong(folder: Path, served: Served) -> bool:
    """Tell whether a folder is another than what was taken of it, and cannot be served."""
    with TemporaryDirectory() as place:
        copy = taking.take(folder, Path(place))
        if copy.name == served.copy.name:
            return False
        check = subprocess.run(
            [sys.executable, "-m", "guichet", "check-agency"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {taking.TAKEN: str(copy)},
            check=False,
        )
    return check.returncode != 0


def _place(data_dir: Path) -> Path:
    return data_dir / "agency" / "served"
