"""An agency's own lists: whether each can be read at all, before anybody asks what it says."""

from collections.abc import Iterator
from pathlib import Path

from guichet.agency.faults import ERROR, Fault
from guichet.agency.files import bytes_in
from guichet.agency.shipped import CONTENT
from guichet.kernel.content import lists
from guichet.kernel.content.reviews import COLUMNS, REQUIRED


def faults_of_list(path: Path, shipped: Path, file: str) -> Iterator[Fault]:
    """Yield what is wrong with a list that lies over `shipped`; `file` is its name."""
    try:
        content = bytes_in(path)
    except OSError as error:
        yield Fault(ERROR, "", file, 0, f"{path.name} cannot be read: {error.strerror}.")
        return
    is_review = shipped.parent.name == "seen"
    required = REQUIRED if is_review else _columns_of(shipped)
    only = COLUMNS if is_review else ()
    for line, sentence in lists.faults_of(content, required=required, only=only):
        yield Fault(ERROR, "", file, line, sentence)


def _columns_of(shipped: Path) -> list[str]:
    """Return the columns that whoever reads a list asks for."""
    if shipped.parent not in (CONTENT / "routine", CONTENT / "languages"):
        return []  # those who read the others say better what they need
    return list(lists.reader_of(shipped).fieldnames or ())
