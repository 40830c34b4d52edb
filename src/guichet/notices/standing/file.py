"""The file in which the notices stand that every process of this machine reads (decision 0181).

It holds what is drafted, in force, or ended within two days; beside it the journal of what was
done while the database did not answer. Whoever writes either holds the lock.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings

from guichet.notices.values import Deed, Notice, deed_of, notice_of, stored

Mark = tuple[int, int, int]
NONE: Mark = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the file says, and its mark, which is another whenever it was written anew."""

    notices: Sequence[Notice] = ()
    offices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # names by code
    mark: Mark = NONE

    def named(self, number: str) -> Notice | None:
        """Return the notice of an id, or None."""
        return next((notice for notice in self.notices if notice.id == number), None)


def folder() -> Path:
    """Return where all of it lies."""
    return Path(settings.DATA_DIR) / "notices"


def mark() -> Mark:
    """Return what is another whenever the file was written anew."""
    try:
        status = _sheet().stat()
    except OSError:
        return NONE
    return (status.st_mtime_ns, status.st_ino, status.st_size)


def read() -> Sheet:
    """Return what the file says; nothing where there is none."""
    before = mark()
    try:
        document = json.loads(_sheet().read_text("utf-8"))
    except FileNotFoundError:
        return Sheet()
    notices = [notice_of(entry) for entry in document["notices"]]
    return Sheet(notices, document["offices"], before)


def write(notices: Iterable[Notice], offices: Mapping[str, Mapping[str, str]]) -> None:
    """Write the file whole, in one step, where it would be another; the lock is held."""
    document = {"notices": [stored(notice) for notice in notices], "offices": offices}
    _put(_sheet(), json.dumps(document, ensure_ascii=False, sort_keys=True))


def note(deed: Deed) -> None:
    """Add a deed to the journal, on the disk before this returns; the lock is held."""
    folder().mkdir(parents=True, exist_ok=True)
    line = json.dumps(stored(deed), ensure_ascii=False) + "\n"
    descriptor = os.open(_journal(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        file.seek(0, os.SEEK_END)
        if file.tell() and not _ends_whole(file):
            line = "\n" + line  # a line that broke off stands alone
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


def journal() -> list[Deed]:
    """Return what was done while there was no database, in order; a line that broke off is none."""
    try:
        lines = _journal().read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [deed_of(entry) for line in lines if (entry := _entry(line))]


def clear_journal() -> None:
    """Forget the journal, once all of it stands in the database; the lock is held."""
    _journal().unlink(missing_ok=True)


def has_journal() -> bool:
    """Tell whether something was done that the database does not know yet."""
    return _journal().exists()


@contextmanager
def locked() -> Iterator[None]:
    """Let nobody else of this machine write meanwhile."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _ends_whole(file: Any) -> bool:
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) == b"\n")


def _entry(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _put(path: Path, text: str) -> None:
    if path.exists() and path.read_text("utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def _sheet() -> Path:
    return folder() / "standing.json"


def _journal() -> Path:
    return folder() / "journal.jsonl"
