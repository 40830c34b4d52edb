"""From which shipped English an agency's own sentences were written: `AGENCY_DIR/seen.csv`."""

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from guichet.agency.faults import Fault
from guichet.agency.files import text_in

FILE = "seen.csv"
_HEAD = ("topic", "language", "key", "english")


class Place(NamedTuple):
    """Where a sentence stands: the topic of content/, the language, the key."""

    topic: str
    language: str
    key: str


def faults_of_seen(folder: Path) -> list[Fault]:
    """Return why the notes cannot be read, if they cannot."""
    path = folder / FILE
    if not (path.exists() or path.is_symlink()):
        return []
    _, fault = text_in(folder / FILE, FILE, how=" Take it away, and say check-agency --seen.")
    return [fault] if fault else []


def read_seen(folder: Path) -> dict[Place, str]:
    """Return the English that was shipped when each sentence was last looked at."""
    path = folder / FILE
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        Place(row.get("topic") or "", row.get("language") or "", row.get("key") or ""): (
            row.get("english") or ""
        )
        for row in rows
    }


def write_seen(folder: Path, sentences: Mapping[Place, str]) -> None:
    """Note that every sentence was looked at beside the English of now."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows((*place, english) for place, english in sorted(sentences.items()))
    (folder / FILE).write_text(text.getvalue(), encoding="utf-8")
