"""Texts of an agency's folder, read so that whatever is wrong with a file is one sentence."""

from collections.abc import Iterable
from pathlib import Path

from guichet.agency.faults import ERROR, Fault

_MARK = "\ufeff"


def bytes_in(path: Path) -> bytes:
    """Return what a file holds, or raise OSError: nobody waits for a pipe or a device."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(0, "it is no plain file")
    return path.read_bytes()


def text_in(
    path: Path, file: str, *, language: str = "", how: str = ""
) -> tuple[str, Fault | None]:
    """Return the text of a file, or "" and what is wrong with it.

    `file` is its name from the folder on, `how` a sentence for a file that cannot be read.
    """
    try:
        text = bytes_in(path).decode("utf-8")
    except OSError as error:
        sentence = f"{path} cannot be read: {error.strerror}.{how}"
        return "", Fault(ERROR, language, file, 0, sentence)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return "", Fault(ERROR, language, file, line, "the file is no text in UTF-8.")
    if text.startswith(_MARK):
        sentence = "the file begins with a byte order mark. Save it as UTF-8 without one (BOM)."
        return "", Fault(ERROR, language, file, 1, sentence)
    return text.replace("\r\n", "\n"), None


def folders_in(folder: Path, names: Iterable[str]) -> list[Fault]:
    """Return what is wrong where a folder should be: it may be missing, not be something else."""
    faults = []
    for name in names:
        try:
            list((folder / name).iterdir())
        except FileNotFoundError:
            continue
        except OSError as error:
            sentence = f"{folder / name} cannot be read: {error.strerror}."
            faults.append(Fault(ERROR, "", name, 0, sentence))
    return faults
