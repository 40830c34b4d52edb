"""In which languages letters can be written: those that are offered, and have every sentence."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from guichet.kernel.content import layers
from guichet.kernel.content.texts import ENGLISH, Texts

WRITTEN = "letters/full"  # where the letters themselves are


@cache
def languages_of_letters(content: Path) -> tuple[str, ...]:
    """Return the languages offered in which letters are whole, in order; English if none is."""
    lacking = lacking_in(content)
    return tuple(code for code in layers.spoken() if not lacking.get(code, ["all"])) or (ENGLISH,)


def lacking_in(content: Path) -> Mapping[str, list[str]]:
    """Return the sentences that letters lack, by each language in which there are any."""
    letters = Texts(content / WRITTEN)
    keys: dict[str, list[str]] = {language: [] for language in letters.languages()}
    for language, key in letters.missing():
        keys[language].append(key)
    return keys
