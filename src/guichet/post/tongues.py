"""How words are set that have a language or a direction of their own, and where they may break."""

import re
import unicodedata
from typing import Any

from guichet.web.languages import ALL

# The printed file names a language and a region; only these regions change how text is drawn.
REGIONS = {"zh-Hans": ("zh", "CN"), "zh-Hant": ("zh", "TW"), "pt": ("pt", "BR")}
LONGEST_WORD = 18  # letters that are sure to fit in the narrowest column
SPACES = re.compile(r"(?<=\s)")

# Letters between which a line cannot end: all but spaces and the wide ones of East Asia.
_UNBROKEN = re.compile(r"[^\s\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffe6]+")

type Words = dict[str, Any]


def tongue(language: str) -> Words:
    """Return how printed files and pages name a language, and the direction in which it is read."""
    code, region = REGIONS.get(language, (language, None))
    direction = ALL[language].direction
    return {"lang": code, "region": region, "dir": direction, "tag": language}


def direction_of(text: str) -> str:
    """Return the direction in which a name or an address is read: that of its first letter.

    >>> direction_of("علاء"), direction_of("26 Federal Plaza")
    ('rtl', 'ltr')
    """
    for character in text:
        match unicodedata.bidirectional(character):
            case "R" | "AL":
                return "rtl"
            case "L":
                return "ltr"
    return "ltr"


def own(text: str) -> Words:
    """Return a name or an address, which has a direction of its own on a page of any other."""
    marks = any(unicodedata.category(character) == "Mn" for character in text)
    return {"pieces": pieces(text), "text": text, "dir": direction_of(text), "marks": marks}


def pieces(text: str, *, longest: int = LONGEST_WORD) -> list[str]:
    """Return a text cut where a line may end inside a word that is longer than a column.

    >>> pieces("Ann Okafor"), len(pieces("Ann " + "o" * 100))
    (['Ann Okafor'], 11)

    A line of Chinese, Japanese or Korean ends between letters, and never before a comma.

    >>> pieces("申請を受け取りました、" * 9) == ["申請を受け取りました、" * 9]
    True
    """
    if all(len(run) <= longest for run in _UNBROKEN.findall(text)):
        return [text]
    cut = [_cut(word) if len(word) > longest else [word] for word in SPACES.split(text)]
    return [piece for word in cut for piece in word]


def _cut(word: str) -> list[str]:
    """Cut a word, never between a letter and the marks that belong to it."""
    letters: list[str] = []
    for character in word:
        if letters and unicodedata.category(character).startswith("M"):
            letters[-1] += character
        else:
            letters.append(character)
    return ["".join(letters[start : start + 10]) for start in range(0, len(letters), 10)]
