"""What is known of each translated sentence of content/: what it was made from, who read it.

Beside the files of a topic lies `seen/<language>.csv`, one line a sentence: its key, a mark of the
English it was made from, a mark of the translation, who read it and when (nobody: it is
machine-made). A translation that was edited since counts as made anew, from the English of now.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from io import StringIO
from pathlib import Path

from guichet.kernel.content.lists import rows_of

FOLDER = "seen"
COLUMNS = ("key", "english", "translation", "read_by", "read_on")


@dataclass(frozen=True, slots=True)
class Review:
    """What was noted when a translation was made or read: two marks, a reader, an ISO day."""

    english: str
    translation: str
    read_by: str = ""
    read_on: str = ""


@dataclass(slots=True)
class Standing:
    """How a translation, or all of a page, stands beside the English of today."""

    stale: bool = False
    unread: bool = False

    def add(self, *, stale: bool, unread: bool) -> None:
        """Let it stand no better than another sentence does."""
        self.stale |= stale
        self.unread |= unread


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
    return Standing(stale=review.english != mark(english), unread=not review.read_by)


def brought_up_to_date(
    english: Mapping[str, str], words: Mapping[str, str], reviews: Mapping[str, Review]
) -> dict[str, Review]:
    """Return the reviews of exactly these words: what is new or was edited is noted as made now."""
    notes = {}
    for key in sorted(english.keys() & words.keys()):
        review, translation = reviews.get(key), mark(words[key])
        if review is None or review.translation != translation:
            review = Review(mark(english[key]), translation)
        notes[key] = review
    return notes


def are_kept(topic: Path) -> bool:
    """Tell whether anything is noted of the translations of a topic."""
    return (topic / FOLDER).is_dir()


def load(topic: Path, language: str, words: Mapping[str, str]) -> dict[str, Review]:
    """Return the reviews of a topic in a language.

    Where two lines have one key, as when two changes were merged, the one that fits the words wins.
    """
    path = _path(topic, language)
    reviews: dict[str, Review] = {}
    if not path.exists():
        return reviews
    for row in rows_of(path):
        key, review = row.pop("key"), Review(**row)
        if key not in reviews or review.translation == mark(words.get(key, "")):
            reviews[key] = review
    return reviews


def save(topic: Path, language: str, reviews: Mapping[str, Review]) -> bool:
    """Write the reviews of a topic in a language; tell whether the file changed."""
    path, text = _path(topic, language), StringIO()
    rows: Iterable[tuple[str, Review]] = sorted(reviews.items())
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((key, r.english, r.translation, r.read_by, r.read_on) for key, r in rows)
    if path.exists() and path.read_text(encoding="utf-8") == text.getvalue():
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8")
    return True


def _path(topic: Path, language: str) -> Path:
    return topic / FOLDER / f"{language}.csv"
