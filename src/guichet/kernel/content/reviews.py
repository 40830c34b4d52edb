"""What is known of each sentence of content/: what it was made from, who read it, since when it is.

Beside the files of a topic lies `seen/<language>.csv`, one line a sentence: its key, a mark of the
English it was made from, a mark of the translation, who read it and when (nobody: it is
machine-made), and the day on which it was last changed. A translation that was edited since counts
as made anew, from the English of now. English has such a file for its days: see decision 0185.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from hashlib import blake2b
from io import StringIO
from pathlib import Path
from typing import Any

from guichet.kernel.content.lists import rows_of

FOLDER = "seen"
COLUMNS = ("key", "english", "translation", "read_by", "read_on", "changed_on")
REQUIRED = COLUMNS[:-1]  # an agency's own notes may be older than days


@dataclass(frozen=True, slots=True)
class Review:
    """What was noted when a translation was made or read: two marks, a reader, two ISO days."""

    english: str
    translation: str
    read_by: str = ""
    read_on: str = ""
    changed_on: str = ""


@dataclass(slots=True)
class Standing:
    """How a translation, or all of a page, stands beside the English of today.

    `changed_on` is the ISO day of the last change; "" where none is noted.
    """

    stale: bool = False
    unread: bool = False
    changed_on: str = ""

    def add(self, *, stale: bool, unread: bool, changed_on: str = "") -> None:
        """Let it stand no better than another sentence does, and be as new."""
        self.stale |= stale
        self.unread |= unread
        self.changed_on = max(self.changed_on, changed_on)


def mark(text: str) -> str:
    """Return eight characters that change when the text does.

    >>> mark("Hello") == mark("Hello"), mark("Hello") == mark("Hello."), len(mark(""))
    (True, False, 8)
    """
    return blake2b(text.encode(), digest_size=4).hexdigest()


def standing(english: str, translation: str, review: Review | None) -> Standing:
    """Return how a translation stands: stale once the English it was made from has changed."""
    if review is None or review.translation != mark(translation):
        return Standing(stale=False, unread=True)
    return Standing(
        stale=review.english != mark(english),
        unread=not review.read_by,
        changed_on=review.changed_on,
    )


def brought_up_to_date(
    english: Mapping[str, str],
    words: Mapping[str, str],
    reviews: Mapping[str, Review],
    *,
    on: str = "",
) -> dict[str, Review]:
    """Return the reviews of exactly these words: what is new or was edited is noted as made now.

    `on` is the ISO day of now. Words that only have another key now keep the day of before.
    """
    days_before = {
        note.translation: note.changed_on for key, note in reviews.items() if key not in words
    }
    notes = {}
    for key in sorted(english.keys() & words.keys()):
        review, translation = reviews.get(key), mark(words[key])
        if review is None or review.translation != translation:
            day = days_before.get(translation, "") if review is None else ""
            review = Review(mark(english[key]), translation, changed_on=day)
        notes[key] = review if review.changed_on else replace(review, changed_on=on)
    return notes


def undated(words: Mapping[str, str], reviews: Mapping[str, Review]) -> Iterator[str]:
    """Yield the keys of words for which no day of their last change is noted."""
    for key in sorted(words):
        review = reviews.get(key)
        if review is None or not review.changed_on or review.translation != mark(words[key]):
            yield key


def are_kept(topic: Path) -> bool:
    """Tell whether anything is noted of the translations of a topic."""
    return (topic / FOLDER).is_dir()


def load(topic: Path, language: str, words: Mapping[str, str]) -> dict[str, Review]:
    """Return the reviews of a topic in a language.

    Where two lines have one key, as when two changes were merged, the one that fits the words wins,
    and of two that fit the one with the later day.
    """
    path = _path(topic, language)
    reviews: dict[str, Review] = {}
    if not path.exists():
        return reviews
    for row in rows_of(path):
        key, *notes = _cells(row)
        review = Review(*notes)
        before = reviews.get(key)
        fits = review.translation == mark(words.get(key, ""))
        if before is None or (fits and not _is_later(before, review)):
            reviews[key] = review
    return reviews


def _cells(row: Mapping[str, Any]) -> list[str]:
    """Return the cells of a line in their order: merged files may have the head of before days."""
    cells: list[str] = []
    for cell in row.values():  # what the head has no name for comes as a list
        cells += cell if isinstance(cell, list) else [cell or ""]
    return cells


def save(topic: Path, language: str, reviews: Mapping[str, Review]) -> bool:
    """Write the reviews of a topic in a language; tell whether the file changed."""
    path, text = _path(topic, language), StringIO()
    rows: Iterable[tuple[str, Review]] = sorted(reviews.items())
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((key, *astuple(review)) for key, review in rows)
    if path.exists() and path.read_text(encoding="utf-8") == text.getvalue():
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8")
    return True


def _is_later(note: Review, other: Review) -> bool:
    """Tell whether of two notes of the same words the first has the later day."""
    return note.translation == other.translation and note.changed_on > other.changed_on


def _path(topic: Path, language: str) -> Path:
    return topic / FOLDER / f"{language}.csv"
