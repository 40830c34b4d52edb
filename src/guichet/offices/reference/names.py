"""What an office is called in each language, made from its place by a pattern a language."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from guichet.kernel.content import layers

SUFFIX = " Field Office"
VOWELS = frozenset("aeiou")


class Names:
    """The patterns of content/offices/names.toml, read once."""

    def __init__(self, path: Path) -> None:
        content = layers.toml(path)
        self.pattern: Mapping[str, str] = content["pattern"]
        self.before_vowel: Mapping[str, str] = content["before_vowel"]
        self.after_translated: Mapping[str, str] = content["after_translated"]
        self.translated: Mapping[str, Mapping[str, str]] = content["translated"]

    def of(self, code: str, name: str, names: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return an office's name in every language; one without "Field Office" stays as it is.

        `names`: those it has of its own, by language; `name` is in the agency's first.
        """
        if not name.endswith(SUFFIX) or names:
            return {"en": name, **dict.fromkeys(layers.spoken()[:1], name), **(names or {})}
        place, own = name.removesuffix(SUFFIX), self.translated.get(code, {})
        return {"en": name} | {
            language: self._pattern(language, own.get(language, place), language in own)
            % {"place": own.get(language, place)}
            for language in self.pattern
        }

    def place(self, name: str, language: str) -> str:
        """Return the place in a name that was made by a pattern; any other name stays whole."""
        for patterns in (self.pattern, self.before_vowel, self.after_translated):
            before, _, after = patterns.get(language, "").partition("%(place)s")
            if (before or after) and name.startswith(before) and name.endswith(after):
                return name.removeprefix(before).removesuffix(after)
        return name

    def _pattern(self, language: str, place: str, translated: bool) -> str:
        if _starts_with_vowel(place) and language in self.before_vowel:
            return self.before_vowel[language]
        if translated and language in self.after_translated:
            return self.after_translated[language]
        return self.pattern[language]


def _starts_with_vowel(place: str) -> bool:
    return unicodedata.normalize("NFD", place)[:1].lower() in VOWELS
