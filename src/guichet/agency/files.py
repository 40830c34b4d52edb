"""Texts of an agency's folder, read so that whatever is wrong with a file is one sentence."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from guichet.agency.faults import ERROR, WARNING, Fault
from guichet.kernel.content.lists import MARKS_OF_UTF_16

_READ = ("content", "locale", "pages", "seen.csv")
_MARK = "\ufeff"


def bytes_in(path: Path) -> bytes:
    """Return what a file holds, or raise OSError: nobody waits for a pipe or a device."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(0, "it is no plain file")
    return path.read_bytes()


def text_in(
    path: Path, file: str, *, language: str = "", how: str = "", missing: str = ""
) -> tuple[str, Fault | None]:
    """Return the text of a file, or "" and what is wrong with it.

    `file` is its name from the folder on, `how` a sentence for one that cannot be read,
    `missing` for one that is not there.
    """
    try:
        text = bytes_in(path).decode("utf-8")
    except OSError as error:
        advice = how or (missing if isinstance(error, FileNotFoundError) else "")
        sentence = f"{path.name} cannot be read: {error.strerror}.{advice}"
        return "", Fault(ERROR, language, file, 0, sentence)
    except UnicodeDecodeError as error:
        if error.object.startswith(MARKS_OF_UTF_16):
            sentence = "the file is in UTF-16; save it once more in UTF-8."
            return "", Fault(ERROR, language, file, 1, sentence)
        line = error.object[: error.start].count(b"\n") + 1
        sentence = "a letter here is not saved in UTF-8; save the file once more in UTF-8."
        return "", Fault(ERROR, language, file, line, sentence)
    if text.startswith(_MARK):
        sentence = "the file begins with a byte order mark. Save it as UTF-8 without one (BOM)."
        return "", Fault(ERROR, language, file, 1, sentence)
    return text.replace("\r\n", "\n"), None


def entries_in(folder: Path, name: str) -> tuple[list[Path], list[Fault]]:
    """Return all that lies in a folder of it, however deep, and each folder that cannot be read.

    Folders are among them; one that is not there has nothing in it.
    """
    paths: list[Path] = []
    faults: list[Fault] = []

    def note(error: OSError) -> None:
        path = Path(error.filename).relative_to(folder).as_posix()
        if path != name:  # of which it has been told
            faults.append(Fault(ERROR, "", path, 0, f"it cannot be read: {error.strerror}."))

    for place, folders, files in os.walk(folder / name, onerror=note):
        paths += [Path(place) / entry for entry in (*folders, *files)]
    return sorted(paths), faults


def slips_of_the_pen(folder: Path) -> list[Fault]:
    """Return what is called almost as something that is read, and is not: nobody would look."""
    faults = []
    for path in sorted(folder.iterdir()):
        guess = get_close_matches(path.name.lower(), _READ, n=1, cutoff=0.8)
        if guess and path.name not in _READ and not (folder / guess[0]).exists():
            sentence = f"nobody reads {path.name}; {guess[0]} may be meant."
            faults.append(Fault(WARNING, "", path.name, 0, sentence))
    return faults


def folders_in(folder: Path, names: Iterable[str]) -> list[Fault]:
    """Return what is wrong where a folder should be: it may be missing, not be something else."""
    faults = []
    for name in names:
        try:
            list((folder / name).iterdir())
        except FileNotFoundError:
            if (folder / name).is_symlink():
                sentence = f"{name} is a link that leads nowhere."
                faults.append(Fault(ERROR, "", name, 0, sentence))
        except OSError as error:
            sentence = f"{name} cannot be read: {error.strerror}."
            faults.append(Fault(ERROR, "", name, 0, sentence))
    return faults
