"""Content in a language: words from TOML files, English where a translation is missing.

A topic is a folder with one file a language (`en.toml`, `ar.toml`, …). Keys are dotted:
`[passport]` with `ask = "…"` is `passport.ask`. How each translation stands is in `reviews`.
What an agency says differently lies over the shipped words, key by key; it answers for it itself,
unless it notes beside its own files how each translation stands.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from guichet.kernel.content import layers, reviews
from guichet.kernel.content.filling import called, filled
from guichet.kernel.content.hearing import LISTENERS, tell
from guichet.kernel.content.layers import ENGLISH as ENGLISH
from guichet.kernel.content.placeholders import OF_THE_AGENCY, placeholders
from guichet.kernel.content.reviews import Standing

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_taken: ContextVar[Standing | None] = ContextVar("taken", default=None)


@dataclass(frozen=True)
class Text:
    """Words and the language they are in, which is English where a translation is missing.

    `stale`: the English has changed since it was translated. `unread`: translated by a machine,
    and no person has read it since. `changed_on`: the ISO day since which it says this, or "".
    """

    text: str
    language: str
    stale: bool = False
    unread: bool = False
    changed_on: str = ""

    def __str__(self) -> str:
        return self.text


class Texts:
    """The words of one topic in every language it was written in, read once."""

    def __init__(self, folder: Path, *, shipped_only: bool = False) -> None:
        self.folder = folder
        self._shipped_only = shipped_only
        self._reviews: dict[str, dict[str, reviews.Review]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._texts[ENGLISH]

    def get(self, key: str, language: str) -> Text:
        """Return the words in the language, else in English; KeyError for a key nobody wrote.

        What an agency says only in other languages is answered in its first that has it.
        """
        text = self._texts.get(language, {}).get(key)
        return note_taken(self._texts[ENGLISH][key] if text is None else text)

    def is_own(self, key: str) -> bool:
        """Tell whether the agency says a sentence itself, in a language that it offers."""
        return any(key in self._own.get(language, {}) for language in layers.spoken())

    def everywhere(self, key: str) -> dict[str, str]:
        """Return the words of a key in every language that has them, English first."""
        return {
            language: words[key]
            for language, words in sorted(self.words.items(), key=lambda item: item[0] != ENGLISH)
            if key in words
        }

    def keys(self) -> frozenset[str]:
        """Return every key that has English words."""
        return frozenset(self.words[ENGLISH])

    def languages(self) -> frozenset[str]:
        """Return the languages that have a file."""
        return frozenset(self.words)

    def missing(self) -> list[tuple[str, str]]:
        """Return each language and key that English has and the language has not."""
        return sorted(
            (language, key)
            for language, words in self.words.items()
            for key in self.keys() - words.keys()
        )

    def unknown(self) -> list[tuple[str, str]]:
        """Return each language and key that English has not: leftovers and slips of the pen."""
        return sorted(
            (language, key)
            for language, words in self.words.items()
            for key in words.keys() - self.keys()
        )

    def stale(self) -> list[tuple[str, str]]:
        """Return each language and key whose English has changed since it was translated."""
        return self._which("stale")

    def unread(self) -> list[tuple[str, str]]:
        """Return each language and key that no person has read."""
        return self._which("unread")

    def standing(self, language: str) -> reviews.Standing:
        """Return how the topic stands in a language, as a whole."""
        return self._standings.get(language, Standing())

    def standing_of(self, key: str, language: str) -> reviews.Standing:
        """Return how one sentence stands in a language that has it."""
        if language not in self._reviews:
            self._reviews[language] = self._notes(language)
        notes, english = self._reviews[language], self._english(key, language)
        if english is None or (key in self._own.get(language, {}) and key not in notes):
            return Standing()
        return reviews.standing(english, self.words[language][key], notes.get(key))

    def note(self, *, on: str = "") -> list[str]:
        """Note what was translated or edited since as made on an ISO day; return the languages."""
        changed = []
        for language in sorted(self.languages()):
            english, words = self.words[ENGLISH], self.words[language]
            notes = reviews.load(self.folder, language, words)
            fresh = reviews.brought_up_to_date(english, words, notes, on=on)
            if reviews.save(self.folder, language, fresh):
                changed.append(language)
        return changed

    def undated(self) -> list[tuple[str, str]]:
        """Return each language and key for which the day of its last change is not noted."""
        return [
            (language, key)
            for language, words in self.words.items()
            for key in reviews.undated(words, reviews.load(self.folder, language, words))
        ]

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Every sentence, by language and key."""
        shipped, own = self._shipped, self._own
        languages = sorted(shipped.keys() | own.keys())
        return {code: {**shipped.get(code, {}), **own.get(code, {})} for code in languages}

    @cached_property
    def _shipped(self) -> Mapping[str, Mapping[str, str]]:
        return words_in(self.folder)

    @cached_property
    def _own(self) -> Mapping[str, Mapping[str, str]]:
        """What the agency says differently, or in a language that is not shipped."""
        own = None if self._shipped_only else layers.own_of(self.folder)
        return words_in(own) if own else {}

    def _which(self, quality: str) -> list[tuple[str, str]]:
        return sorted(
            (language, key)
            for language, texts in self._texts.items()
            for key, text in texts.items()
            if getattr(text, quality)
        )

    @cached_property
    def _texts(self) -> Mapping[str, Mapping[str, Text]]:
        texts = {language: dict(self._in(language)) for language in self.words}
        english = texts.setdefault(ENGLISH, {})
        for language in layers.spoken():  # what an agency alone says, and not in English
            for key in self._own.get(language, {}):
                english.setdefault(key, texts[language][key])
        return texts

    @cached_property
    def _standings(self) -> Mapping[str, Standing]:
        return {
            language: Standing(
                stale=any(text.stale for text in texts.values()),
                unread=any(text.unread for text in texts.values()),
            )
            for language, texts in self._texts.items()
        }

    def _in(self, language: str) -> Iterator[tuple[str, Text]]:
        notes, own = self._notes(language), self._own.get(language, {})
        for key, text in self.words[language].items():
            words = filled(text if key in own else called(text, language), language)
            english = self._english(key, language)
            if english is None or (key in own and key not in notes):
                yield key, Text(words, language)
                continue
            if language == ENGLISH:
                day = reviews.standing(text, text, notes.get(key)).changed_on
                yield key, Text(words, language, changed_on=day)
                continue
            stands = reviews.standing(english, text, notes.get(key))
            if stands.stale and (placeholders(text) ^ placeholders(english)) - OF_THE_AGENCY:
                continue  # What is filled in has changed: only the English fits the code.
            yield key, Text(words, language, stands.stale, stands.unread, stands.changed_on)

    def _english(self, key: str, language: str) -> str | None:
        """Return the English that a translation was made from: the agency's where that is its."""
        shipped = self._shipped.get(ENGLISH, {})
        english = self.words.get(ENGLISH, {}) if key in self._own.get(language, {}) else shipped
        return english.get(key)

    def _notes(self, language: str) -> dict[str, reviews.Review]:
        """Return what is noted of each sentence; of an agency's own what it notes itself."""
        own, words = self._own.get(language, {}), self._shipped.get(language, {})
        notes = reviews.load(self.folder, language, words)
        folder = layers.own_of(self.folder)
        of_own = reviews.load(folder, language, own) if folder and own else {}
        shipped = {key: note for key, note in notes.items() if key not in own}
        return shipped | {key: note for key, note in of_own.items() if key in own}


@contextmanager
def watching() -> Iterator[Standing]:
    """Gather how the sentences stand that are taken meanwhile, as for one page; and their day."""
    standing = Standing()
    token = _taken.set(standing)
    try:
        yield standing
    finally:
        _taken.reset(token)


def standing_watched() -> Standing:
    """Return how the sentences stand that were taken since the watch began."""
    return _taken.get() or Standing()


def note_taken(text: Text) -> Text:
    """Return a text that was taken; whoever keeps texts notes them each time they are shown."""
    standing = _taken.get()
    if standing is not None:
        standing.add(stale=text.stale, unread=text.unread, changed_on=text.changed_on)
    if LISTENERS:
        tell("words", text.text, text.language)
    return text


def note_day(day: str) -> None:
    """Note since when a sentence says what it does that is taken from elsewhere: an ISO day."""
    standing = _taken.get()
    if standing is not None and day > standing.changed_on:
        standing.changed_on = day


def topics(content: Path) -> dict[str, Texts]:
    """Return every topic as it is shipped, by its name, as in "eta" and "letters/full".

    What an agency says itself, and notes how it stands, are topics of their own: "own/eta".
    """
    own = layers.own_of(content)
    noted = _folders(own) if own else {}
    folders = _folders(content) | {
        f"own/{name}": folder for name, folder in noted.items() if reviews.are_kept(folder)
    }
    return {name: Texts(folder, shipped_only=True) for name, folder in folders.items()}


def _folders(content: Path) -> dict[str, Path]:
    """Return the folders of topics that have English words, by their names."""
    folders = sorted(path.parent for path in content.rglob(f"{ENGLISH}.toml"))
    return {folder.relative_to(content).as_posix(): folder for folder in folders}


def words_in(folder: Path) -> dict[str, dict[str, str]]:
    """Return the words of one folder alone, by language and key."""
    return {
        path.stem: words_of(path)
        for path in sorted(folder.glob("*.toml"))
        if _LANGUAGE.fullmatch(path.stem)
    }


def words_of(file: Path) -> dict[str, str]:
    """Return the words of one file of a language as they are, by key."""
    return dict(_flat(layers.read(file)))


def wordless(content: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    """Yield the keys of a file of words at which there are no words: a number, a list, a day."""
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from wordless(value, f"{prefix}{name}.")
        elif not isinstance(value, str):
            yield f"{prefix}{name}"


def _flat(content: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
