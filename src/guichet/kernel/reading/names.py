"""When two spellings are one name: the letters as written, or the words in any order.

One person writes their name with accents at home and without them in a library, with a hyphen here
and a space there, the family name first or last. Two names are the same where either form agrees.
It is for comparing only: what a name shows stays as its owner typed it.
"""

import re
import unicodedata
from collections.abc import Iterator

# Letters that no decomposition takes the stroke, the dot or the ligature from.
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ŧ": "t",
        "þ": "th",
        "ŋ": "n",
    }
)
_ZONE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_MARKED = ("LATIN", "GREEK", "CYRILLIC")  # their accents come and go with the keyboard
_VOWEL_SIGNS = {
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0653),
    *range(0x0656, 0x0660),
    0x0640,  # it only stretches a word
    0x0670,
}
_APOSTROPHES = set("ʹʺʻʼʽʾʿˈꞋꞌ")  # they count as letters in Unicode
_UNSEEN = {0x034F, 0x115F, 0x1160, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
_NO_LETTERS = re.compile("[^a-z]+")  # once case is folded
_INSIDE_A_WORD = set("'’‘\u200c\u200d") | _APOSTROPHES


def letters(name: str) -> str:
    """Return the letters of a name as written, without case, accents and what stands between.

    Marks of other scripts are part of their letters and stay.

    >>> letters("Łukasz O’Neil-Núñez"), letters("Weiß, Søren"), letters("هِند") == letters("هند")
    ('lukaszoneilnunez', 'weisssoren', True)
    """
    return words(name, in_order=True).replace(" ", "")


def words(name: str, *, in_order: bool = False) -> str:
    """Return the words of a name in the order of the alphabet, each as `letters` has it.

    >>> words("Núñez Zoë"), words("Anne-Marie A/L Muthu")
    ('nunez zoe', 'a anne l marie muthu')
    """
    # Folding case may compose anew what was taken apart, and the other way round.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    parts = _letters_apart(folded).split()
    return unicodedata.normalize("NFC", " ".join(parts if in_order else sorted(parts)))


def as_in_the_zone(name: str) -> str:
    """Return a name as a passport spells it by machine: ICAO 9303 part 3, section 6.

    >>> as_in_the_zone("Müller"), as_in_the_zone("Søren")
    ('mueller', 'soeren')
    """
    return name.lower().translate(_ZONE)


def _letters_apart(folded: str) -> str:
    """Return the letters, with a space for whatever separates words."""
    if folded.isascii():  # most are, and need no looking up
        return _NO_LETTERS.sub(" ", folded.replace("'", ""))
    return "".join(_letters_and_spaces(folded.translate(_PLAIN)))


def _letters_and_spaces(folded: str) -> Iterator[str]:
    """Give the letters, and a space for whatever separates words."""
    drops_marks = False
    for sign in folded:
        category = unicodedata.category(sign)
        if ord(sign) in _VOWEL_SIGNS or ord(sign) in _UNSEEN or sign in _INSIDE_A_WORD:
            continue
        if category[0] == "M":
            if not drops_marks:
                yield sign
        elif category[0] == "L":
            drops_marks = unicodedata.name(sign, "").startswith(_MARKED)
            yield sign
        elif category != "Cf":
            drops_marks = False
            yield " "
