"""Notices that a file of the agency's folder changed, and asks whether the folder is still good.

Used while somebody works at a folder, never in production. What is judged is a copy, and the site
starts again with that copy: whatever is saved meanwhile is looked at once it serves. Nothing here
may import Django: it runs in the process that only watches.
"""

import os
import signal
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, NoReturn

from guichet.kernel.running import taking

PAUSE = 1.0  # seconds between two looks, and for an editor to finish writing
AS_BEFORE = "The site starts again with the folder as it was before."
IN_ORDER = "The agency's folder is in order again; it is as the site serves it."


class Folder:
    """A folder somebody works at; `is_ready` once it has changed and can be served.

    A folder with faults is told and not served: what was served is served on.
    """

    def __init__(self, path: Path, *, copies: Path, say: Callable[[str], object]) -> None:
        self._path = path
        self._copies = copies
        self._say = say
        self._served = os.environ.get(taking.TAKEN, "")
        self._judged = os.environ.get(taking.REFUSED) or self._served
        self._seen = self._looked_at = b""  # so that what was saved during the start is seen
        self._look_at = time.monotonic() + PAUSE
        self._judge: subprocess.Popen[bytes] | None = None
        # A pipe would be full after a long list, and hold the judge up for ever.
        self._report = TemporaryFile()  # noqa: SIM115 (as long as the folder is watched)

    def is_ready(self) -> bool:
        """Look, at most once a second; return True when the site should start again.

        What it should start with is then named in the environment.
        """
        if self._judge is not None:
            return self._judge.poll() is not None and self._has_passed(self._judge)
        if time.monotonic() < self._look_at:
            return False
        self._look_at = time.monotonic() + PAUSE
        before, self._seen = self._seen, mark_of(self._path)
        if self._seen == before and self._seen != self._looked_at:
            self._looked_at = self._seen
            self._begin_to_judge(str(taking.take(self._path, self._copies)))
        return False

    def _begin_to_judge(self, copy: str) -> None:
        if copy == self._judged:
            return
        self._judged = copy
        if copy == self._served:
            self._say(IN_ORDER)
        else:
            self._report.seek(0)
            self._report.truncate()
            self._judge = _judging(copy, self._report)

    def _has_passed(self, judge: "subprocess.Popen[bytes]") -> bool:
        self._judge = None
        self._report.seek(0)
        report = self._report.read().decode("utf-8", "replace").strip()
        if judge.returncode:
            self._say(f"{report}\nThe site goes on with the folder as it was before.")
            taking.remove(Path(self._judged))
            return False
        self._say("The agency's folder has changed; the site starts again with it.")
        os.environ |= {taking.BEFORE: self._served, taking.TAKEN: self._judged}
        os.environ.pop(taking.REFUSED, None)
        return True


def start_again(arguments: Sequence[str]) -> NoReturn:
    """Be `./guichet run` once more, from the beginning: what is prepared depends on the folder."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    command = [sys.executable, "-m", "guichet", *arguments]
    os.execv(sys.executable, command)  # noqa: S606  our own program


@contextmanager
def or_as_before(arguments: Sequence[str]) -> Iterator[None]:
    """Start again with what was served before, should a start with a changed folder fail."""
    try:
        yield
    except (Exception, SystemExit) as failure:
        copy, served = os.environ.get(taking.TAKEN), os.environ.pop(taking.BEFORE, "")
        if not served or not copy or (isinstance(failure, SystemExit) and not failure.code):
            raise
        words = str(failure.code) if isinstance(failure, SystemExit) else traceback.format_exc()
        sys.stderr.write(f"{words}\n{AS_BEFORE}\n")
        sys.stderr.flush()
        os.environ |= {taking.TAKEN: served, taking.REFUSED: copy}
        start_again(arguments)


def mark_of(path: Path) -> bytes:
    """Return what is another when a file under a folder is; hidden files and backups are not."""
    mark = blake2b(digest_size=16)
    for file in _files_of(str(path)):
        try:
            status = file.stat()
        except OSError:  # gone meanwhile, as editors do it
            continue
        if stat.S_ISDIR(status.st_mode):  # a folder changes with what an editor leaves in it
            continue
        line = f"{file.path} {status.st_size} {status.st_mtime_ns}\n"
        mark.update(os.fsencode(line))
    return mark.digest()


def _files_of(folder: str) -> "Iterator[os.DirEntry[str]]":
    """Yield what lies under a folder, in an order of its own; it is walked once a second."""
    try:
        entries = sorted(os.scandir(folder), key=attrgetter("name"))
    except OSError:
        return
    for entry in entries:
        if taking.is_hidden(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_of(entry.path)
        else:
            yield entry


def _judging(copy: str, report: BinaryIO) -> "subprocess.Popen[bytes]":
    """Begin to check a copy of the folder, beside everything else; the list goes into a file."""
    return subprocess.Popen(
        [sys.executable, "-m", "guichet", "check-agency"],
        stdin=subprocess.DEVNULL,
        stdout=report,
        stderr=subprocess.STDOUT,
        env=os.environ | {taking.TAKEN: copy},
    )
