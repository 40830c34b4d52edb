"""The agency's folder as a start took it: a copy that every process of the start reads.

Somebody may be writing in the folder while the site serves, and much of it is read when it is first
asked for, also by processes that are born hours later. So whoever starts a site copies what is read
of the folder, once, and names the copy to all it starts. A copy is named after what is in it: two
nodes of one data folder that take the same have the same copy, and nobody writes in it.

Nothing here may import Django: the process that only watches takes copies as well.
"""

import contextlib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

# Handed to our own processes; nobody sets them.
TAKEN = "GUICHET_AGENCY_TAKEN"  # the copy that is read
BEFORE = "GUICHET_AGENCY_BEFORE"  # the one that was served before it, to go back to
REFUSED = "GUICHET_AGENCY_REFUSED"  # one that a start failed with
READ = ("agency.toml", "content", "locale", "pages", "seen.csv")
DRAWINGS = ("logo", "icon")  # keys of agency.toml that name a file
_KEPT = 4  # copies of starts before this one, for a node that runs on beside it


class _Digest(Protocol):
    def update(self, content: bytes, /) -> None: ...


def place_of(folder: Path) -> Path:
    """Return where an agency's folder is read: the copy of this start, or the folder itself."""
    return Path(os.environ.get(TAKEN) or folder)


def is_hidden(name: str) -> bool:
    """Tell whether a file or a folder in the agency's is what an editor or a tool leaves."""
    return name.startswith(".") or name.endswith(("~", ".swp"))


def copies_in(data_dir: Path) -> Path:
    """Return where the copies of a data folder lie."""
    return data_dir / "agency" / "taken"


def begin(folder: Path, copies: Path) -> None:
    """Name the copy that this process and all it starts read; make it where none is named.

    Raises OSError where nothing can be written there.
    """
    if TAKEN not in os.environ and folder.is_dir():
        os.environ[TAKEN] = str(take(folder, copies))
    _forget(copies, but=(os.environ.get(TAKEN, ""), os.environ.get(BEFORE, "")))


def take(folder: Path, copies: Path) -> Path:
    """Copy what is read of an agency's folder under `copies`; return the copy.

    What cannot be read can be read in the copy no better, so that it is told as of the folder.
    Raises OSError where nothing can be written there.
    """
    copies.mkdir(parents=True, exist_ok=True)
    with _unfinished(copies) as fresh:
        digest = blake2b(digest_size=12)
        for name in (*READ, *_drawings(folder)):
            _copy(folder / name, fresh / name, digest, above=())
        copy = copies / digest.hexdigest()
        if not copy.exists():
            with contextlib.suppress(OSError):  # another node has made the same meanwhile
                fresh.rename(copy)
    os.utime(copy)  # the last taken is the last forgotten
    return copy


@contextlib.contextmanager
def _unfinished(copies: Path) -> Iterator[Path]:
    fresh = Path(tempfile.mkdtemp(dir=copies, prefix="."))
    fresh.chmod(0o755)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _drawings(folder: Path) -> list[str]:
    """Return the files inside the folder that agency.toml names as drawings."""
    try:
        table = tomllib.loads((folder / READ[0]).read_text("utf-8")).get("agency", {})
        names = [table.get(key) for key in DRAWINGS]
    except (OSError, ValueError, AttributeError):
        return []
    whole = folder.resolve()
    return [
        name
        for name in dict.fromkeys(names)
        if isinstance(name, str) and name and (folder / name).resolve().is_relative_to(whole)
    ]


def _copy(path: Path, target: Path, digest: _Digest, *, above: tuple[Path, ...]) -> None:
    """Copy a file, or a folder with all in it, and note in the digest what was copied."""
    try:
        if path.is_dir():
            _copy_folder(path, target, digest, above=above)
        elif path.is_file():
            content = path.read_bytes()
            _note(digest, target.name, content)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            shutil.copystat(path, target)
        elif path.is_symlink():
            _note(digest, target.name, b"leads nowhere")
            target.symlink_to(target.with_name(".nowhere"))
        elif path.exists():
            _note(digest, target.name, b"no plain file")
            os.mkfifo(target)
    except PermissionError:
        _note(digest, target.name, b"closed")
        (target.mkdir if path.is_dir() else target.touch)(exist_ok=True)
        target.chmod(0)


def _copy_folder(path: Path, target: Path, digest: _Digest, *, above: tuple[Path, ...]) -> None:
    place = path.resolve()
    if place in above:  # a link back to where it stands
        return
    names = sorted(entry.name for entry in path.iterdir() if not is_hidden(entry.name))
    _note(digest, target.name, b"folder of %d" % len(names))
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        _copy(path / name, target / name, digest, above=(*above, place))


def _note(digest: _Digest, name: str, content: bytes) -> None:
    head = f"{len(os.fsencode(name))} {len(content)} "
    digest.update(head.encode() + os.fsencode(name) + content)


def _forget(copies: Path, *, but: tuple[str, ...]) -> None:
    """Remove the copies of long ago; those of the last starts may be read by another node."""
    others = [path for path in copies.glob("[!.]*") if str(path) not in but]
    for copy in sorted(others, key=_taken_at, reverse=True)[_KEPT:]:
        remove(copy)


def _taken_at(copy: Path) -> float:
    try:
        return copy.stat().st_mtime
    except OSError:  # another node has just removed it
        return 0.0


def remove(copy: Path) -> None:
    """Remove a copy that nobody reads."""
    shutil.rmtree(copy, ignore_errors=True)
