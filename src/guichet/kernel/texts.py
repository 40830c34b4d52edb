"""Content in a language: words from TOML files, English where a translation is missing.

A topic is a folder with one file a language (`en.toml`, `ar.toml`, …). The version of its words
is the `version` of the folder's structure file if there is one, else of `en.toml`; a translation
says `translated_from = <version>` and is stale once the version has moved on. Keys are dotted:
`[passport]` with `ask = "…"` is `passport.ask`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ENGLISH = "en"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_ABOUT_THE_FILE = {"version", "translated_from"}


@dataclass(frozen=True)
class Text:
    """Words and the language they are in, which is English where a translation is missing.

    `stale`: the English has changed since it was translated.
    """

    text: str
    language: str
    stale: bool = False

    def __str__(self) -> str:
        return self.text


class Texts:
    """The words of one topic in every language it was written in, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __contains__(self, key: str) -> bool:
        return key in self._words[ENGLISH]

    def get(self, key: str, language: str) -> Text:
        """Return the words in the language, else in English; KeyError for a key nobody wrote."""
        words = self._words.get(language, {}).get(key)
        if words is None:
            return Text(self._words[ENGLISH][key], ENGLISH)
        return Text(words, language, stale=language in self.stale())

    def everywhere(self, key: str) -> dict[str, str]:
        """Return the words of a key in every language that has them, English first."""
        return {
            language: words[key]
            for language, words in sorted(self._words.items(), key=lambda item: item[0] != ENGLISH)
            if key in words
        }

    def keys(self) -> frozenset[str]:
        """Return every key that has English words."""
        return frozenset(self._words[ENGLISH])

    def languages(self) -> frozenset[str]:
        """Return the languages that have a file."""
        return frozenset(self._words)

    def missing(self) -> list[tuple[str, str]]:
        """Return each language and key that English has and the language has not."""
        return sorted(
            (language, key)
            for language, words in self._words.items()
            for key in self.keys() - words.keys()
        )

    def unknown(self) -> list[tuple[str, str]]:
        """Return each language and key that English has not: leftovers and slips of the pen."""
        return sorted(
            (language, key)
            for language, words in self._words.items()
            for key in words.keys() - self.keys()
        )

    def stale(self) -> frozenset[str]:
        """Return the languages whose words were translated from an earlier version."""
        return self._stale

    @cached_property
    def _files(self) -> Mapping[str, Mapping[str, object]]:
        return {
            path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
            for path in sorted(self.folder.glob("*.toml"))
        }

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, str]]:
        return {
            name: dict(_flat(content))
            for name, content in self._files.items()
            if _LANGUAGE.fullmatch(name)
        }

    @cached_property
    def _version(self) -> object:
        structures = [name for name in self._files if name not in self._words]
        return self._files[structures[0] if structures else ENGLISH].get("version", 1)

    @cached_property
    def _stale(self) -> frozenset[str]:
        return frozenset(
            language
            for language in self._words
            if language != ENGLISH and self._files[language].get("translated_from") != self._version
        )


def _flat(content: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif prefix or name not in _ABOUT_THE_FILE:
            yield f"{prefix}{name}", str(value)
