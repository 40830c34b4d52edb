"""Note that a person has read a translation, or that it still fits an English that changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from babel.messages.catalog import Message

from guichet.kernel.content import reviews
from guichet.kernel.content.reviews import Review
from guichet.kernel.content.texts import ENGLISH, topics
from guichet.web.pages.catalogues import READ, mark_of, read
from guichet.web.translation.translating import id_of, save, settle, texts_of

PAGES = "pages"  # the topic of what stands in templates and in Python


def name_of(message: Message) -> str:
    """Return the name of a sentence of a catalogue, as lists show it: "pages:1a2b3c4d"."""
    text = id_of(message)
    return f"{PAGES}:{reviews.mark(text if isinstance(text, str) else chr(0).join(text))}"


def note(content: Path, language: str, pattern: str, *, by: str = "", on: date) -> list[str]:
    """Note the sentences that a name or pattern fits as those of the English of now.

    `by` has read them; without a name nobody has, and they only still fit. A pattern is
    "eta:home.title", "eta:home.*" or "pages:1a2b3c4d". Returns the names of what was noted.
    """
    names = [
        *_in_catalogue(language, pattern, by, on),
        *_in_content(content, language, pattern, by, on),
    ]
    return sorted(names)


def _in_catalogue(language: str, pattern: str, by: str, on: date) -> Iterator[str]:
    catalogue = read(language)
    fitting = [
        message
        for message in catalogue
        if message.id and texts_of(message) and fnmatchcase(name_of(message), pattern)
    ]
    for message in fitting:
        settle(message)
        if by:
            message.user_comments = [f"{READ} {on.isoformat()} {mark_of(message)} {by}"]
        yield name_of(message)
    if fitting:
        save(language, catalogue)


def _in_content(content: Path, language: str, pattern: str, by: str, on: date) -> Iterator[str]:
    for topic, texts in topics(content).items():
        english, words = texts.words[ENGLISH], texts.words.get(language, {})
        states = reviews.load(texts.folder, language, words)
        fresh = reviews.brought_up_to_date(english, words, states)
        fitting = [key for key in fresh if fnmatchcase(f"{topic}:{key}", pattern)]
        for key in fitting:
            marks = reviews.mark(english[key]), reviews.mark(words[key])
            review = Review(*marks, changed_on=fresh[key].changed_on)
            if by:
                fresh[key] = replace(review, read_by=by, read_on=on.isoformat())
            elif fresh[key].english != review.english:
                fresh[key] = review
            yield f"{topic}:{key}"
        if fitting:
            reviews.save(texts.folder, language, fresh)
