"""The stories as they lie in content/: what is shipped, and what an agency writes itself."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings

from guichet.contact.disclosure import table
from guichet.contact.practice.rules import PARTS, Points
from guichet.contact.practice.stories import reading
from guichet.contact.practice.stories.reading import BadStoryError
from guichet.contact.practice.stories.story import Story
from guichet.contact.rules import NAMED
from guichet.kernel.content import layers
from guichet.kernel.content.texts import Text, Texts

FOLDER = settings.CONTENT_DIR / "practice"
FILE = "story.toml"
CALLS = "practice_calls"  # what every caller may say


@dataclass(frozen=True)
class Book:
    """A story with its words: those of the caller, and those for staff, in their languages."""

    name: str
    folder: Path

    @cached_property
    def story(self) -> Story:
        """Return the story; raise BadStoryError where its file is none."""
        try:
            content = layers.read(layers.at(self.folder / FILE))
        except FileNotFoundError:
            raise BadStoryError([f"there is no {FILE}."]) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadStoryError([f"{FILE} is not TOML: {error}."]) from None
        return reading.read(self.name, content)

    @cached_property
    def lines(self) -> Texts:
        """Return what the caller says: in their language, and what it means to staff."""
        return Texts(self.folder)

    @cached_property
    def staff_words(self) -> Texts:
        """Return the words for staff alone."""
        return Texts(self.folder / "staff")

    def staff_text(self, key: str, language: str) -> Text | None:
        """Return words for staff, or None where the story has none."""
        return self.staff_words.get(key, language) if key in self.staff_words else None


@dataclass(frozen=True, slots=True)
class Codes:
    """What a run may promise, how it may end, and what its parts are worth."""

    promises: tuple[str, ...]
    outcomes: tuple[str, ...]
    points: dict[str, Points]


def books() -> dict[str, Book]:
    """Return every story that has a folder, by name; those of a programme that is off too."""
    own = layers.own_of(FOLDER)
    folders = [folder for place in (FOLDER, own) if place for folder in place.glob("*/")]
    return {name: Book(name, FOLDER / name) for name in sorted({f.name for f in folders})}


@cache
def shelf() -> dict[str, Book]:
    """Return the stories that are practised on this site: sound, of a programme that is on."""
    return {name: book for name, book in books().items() if _is_played(book)}


def _is_played(book: Book) -> bool:
    try:
        return settings.AGENCY.has(book.story.programme)
    except BadStoryError:
        return False


@cache
def facts() -> frozenset[str]:
    """Return every fact that a caller may be asked for: those of the ways, and a name of theirs."""
    return table().facts | {NAMED}


@cache
def calls() -> Texts:
    """Return what callers say in every story."""
    return Texts(settings.CONTENT_DIR / CALLS)


@cache
def codes() -> Codes:
    """Return the codes and points of `content/tables/practice.toml`."""
    content = layers.toml(settings.CONTENT_DIR / "tables" / "practice.toml")
    return Codes(
        promises=tuple(content["promises"]),
        outcomes=tuple(content["outcomes"]),
        points={part: Points(content[part]["points"], content[part]["fault"]) for part in PARTS},
    )
