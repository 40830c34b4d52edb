"""What a caller says, in their language, and what that means to whoever practises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from guichet.contact.practice.stories.shelf import Book, calls
from guichet.contact.practice.stories.story import Fact
from guichet.eligibility import names
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.content.texts import Texts, watching
from guichet.web.formats.dates import plain_day
from guichet.web.languages import ALL, Language


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is said, and what it means where the reader has another language."""

    text: str
    tongue: Language
    meaning: str = ""


def line(
    book: Book, keys: tuple[str, ...], reader: str, *, fact: str = "", value: Fact = ""
) -> Line:
    """Return the first of some lines that a story has, else that every caller has.

    `value` is filled in as the language writes it: a day as a day, an issuer by its name.
    """
    texts, key = _where(book, keys)
    tongue = book.story.language
    text = unwatched(partial(_filled, texts, key, tongue, fact, value))
    meaning = _filled(texts, key, reader, fact, value)
    return Line(text, ALL[tongue], "" if tongue == reader else meaning)


def _where(book: Book, keys: tuple[str, ...]) -> tuple[Texts, str]:
    for texts in (book.lines, calls()):
        for key in keys:
            if key in texts:
                return texts, key
    raise KeyError(keys)


def unwatched[Said](say: Callable[[], Said]) -> Said:
    """Return what a caller hears: how it was translated is no matter of the page around it."""
    with watching():
        return say()


def _filled(texts: Texts, key: str, language: str, fact: str, value: Fact) -> str:
    sentence = texts.get(key, language).text
    return (
        sentence_with(sentence, {"value": _written(fact, value, language)}) if value else sentence
    )


def _written(fact: str, value: Fact, language: str) -> str:
    if isinstance(value, date):
        return plain_day(value, language)
    return names.name_of(value, language) if fact == "issuer" else value
