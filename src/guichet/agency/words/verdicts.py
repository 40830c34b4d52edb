"""Words that were found in order are not judged once more by each process that starts.

To judge them takes a fifth of a start. Instead each reads what the verdict rests on: the agency's
words, ours below them, and the code that judges. Where nothing can be kept, each judges anew.
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path

from guichet.agency.shipped import CONTENT, ROOT
from guichet.agency.words.seen import FILE as SEEN

_CODE = ("agency", "kernel/content")
_KEPT = 8  # verdicts on other folders, and on the software before this


def mark_of(folder: Path, languages: Sequence[str]) -> str:
    """Return what is another when words, or what they are judged by, are; "" if not all is read."""
    digest = blake2b(digest_size=16)
    source = Path(__file__).parents[2]
    places = (
        *(folder / name for name in ("content", "locale", SEEN)),
        *(CONTENT, ROOT / "locale" / "fr"),
        *(source / name for name in _CODE),
    )
    try:
        digest.update(repr((languages, sorted(os.listdir(folder)))).encode())
        for place in places:
            for name, content in _of_place(place):
                head = f"{name!r} {len(content)} "
                digest.update(head.encode() + content)
    except OSError:
        return ""
    return digest.hexdigest()


def _of_place(place: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what is in a file, or in each below a folder, and nothing where neither is."""
    if place.is_file():
        yield place.name, place.read_bytes()
    elif place.is_dir():
        yield from _of_folder(str(place), f"{place.name}/")
    elif place.exists() or place.is_symlink():
        raise OSError(0, "it is neither a file nor a folder")


def _of_folder(path: str, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield each file below a folder; raise OSError for what cannot be read or lies elsewhere."""
    yield name, b""
    for entry in sorted(os.scandir(path), key=attrgetter("name")):
        if entry.is_file():
            with open(entry.path, "rb") as file:
                yield name + entry.name, file.read()
        elif not entry.is_dir(follow_symlinks=False):
            raise OSError(0, "it is a link to a folder, or no plain file")
        elif entry.name != "__pycache__":
            yield from _of_folder(entry.path, f"{name}{entry.name}/")


def are_in_order(room: Path, mark: str) -> bool:
    """Tell whether words with this mark were found in order."""
    return bool(mark) and (room / mark).is_file()


def keep(room: Path, mark: str) -> None:
    """Keep that words with this mark are in order; a folder that cannot be written keeps nothing.

    The room is a folder inside one of the site's; none is made for a site that is not there.
    """
    if not mark:
        return
    with contextlib.suppress(OSError):
        room.parent.mkdir(exist_ok=True)
        room.mkdir(exist_ok=True)
        (room / mark).touch()
        others = sorted(room.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in others[_KEPT:]:
            old.unlink(missing_ok=True)
