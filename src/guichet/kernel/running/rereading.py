"""Notices that a file of the agency's folder changed, and asks whether the folder is still good.

Used while somebody works at a folder, never in production. Nothing here may import Django: it
runs in the process that only watches.
"""

import stat
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

PAUSE = 1.0  # seconds between two looks, and for an editor to finish writing


class Folder:
    """A folder somebody works at; `is_ready` once it has changed and can be served.

    A folder with faults is told and not served: what was served is served on.
    """

    def __init__(self, path: Path, *, say: Callable[[str], object]) -> None:
        self._path = path
        self._say = say
        self._served = self._seen = mark_of(path)
        self._look_at = time.monotonic() + PAUSE
        self._judge: subprocess.Popen[bytes] | None = None
        # A pipe would be full after a long list, and hold the judge up for ever.
        self._report = TemporaryFile()  # noqa: SIM115 (as long as the folder is watched)

    def is_ready(self) -> bool:
        """Look, at most once a second; return True when the site should start again."""
        if self._judge is not None:
            return self._judge.poll() is not None and self._has_passed(self._judge)
        if time.monotonic() < self._look_at:
            return False
        self._look_at = time.monotonic() + PAUSE
        before, self._seen = self._seen, mark_of(self._path)
        if self._seen == before and self._seen != self._served:
            self._served = self._seen
            self._report.seek(0)
            self._report.truncate()
            self._judge = _judging(self._report)
        return False

    def _has_passed(self, judge: "subprocess.Popen[bytes]") -> bool:
        self._judge = None
        self._report.seek(0)
        report = self._report.read().decode("utf-8", "replace").strip()
        if judge.returncode:
            self._say(f"{report}\nThe site goes on with the folder as it was before.")
            return False
        self._say("The agency's folder has changed; the site starts again with it.")
        return True


def mark_of(path: Path) -> bytes:
    """Return what is another when a file under a folder is; hidden files and backups are not."""
    mark = blake2b(digest_size=16)
    for file in sorted(path.rglob("*")):
        parts = file.relative_to(path).parts
        if any(part.startswith(".") or part.endswith(("~", ".swp")) for part in parts):
            continue
        try:
            status = file.stat()
        except OSError:  # gone meanwhile, as editors do it
            continue
        if stat.S_ISDIR(status.st_mode):  # a folder changes with what an editor leaves in it
            continue
        mark.update(f"{file} {status.st_size} {status.st_mtime_ns}\n".encode())
    return mark.digest()


def _judging(report: BinaryIO) -> "subprocess.Popen[bytes]":
    """Begin to check the folder, beside everything else; the list goes into a file."""
    return subprocess.Popen(
        [sys.executable, "-m", "guichet", "check-agency"],
        stdin=subprocess.DEVNULL,
        stdout=report,
        stderr=subprocess.STDOUT,
    )
