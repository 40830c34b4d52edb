"""The shapes of names and numbers: what they may be written with, and how they are kept.

Names are written as on the passport, in Latin letters with the accents that the agency's form
takes: all that have a plain spelling in its machine-readable zone (ICAO 9303-3), or those of a
list. For any other that spelling is suggested.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import typed_text
from guichet.passports.spelling import zone_spelling

_BESIDES = "' -"  # what stands in a name between its letters
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ´`′ʹ"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—"), "-")
_SPACES = re.compile(r"[\s.-]+")
_TAIWAN_ID = re.compile(r"[A-Z][12]\d{8}", re.ASCII)
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # 10, 11, 12 … in this order
_US_VISA = re.compile(r"[A-Z]\d{7}|\d{8}", re.ASCII)
_CANADIAN_CODE = re.compile(r"([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])(\d[ABCEGHJ-NPRSTV-Z]\d)")
_EARLIER = re.compile(r"[A-Z]{0,3}\d{8,12}", re.ASCII)
_MEMBERSHIP = re.compile(r"[A-Z0-9][A-Z0-9/-]*", re.ASCII)


def latin(text: str) -> str:
    """Return the text if its letters are Latin, as officers everywhere read them."""
    if not all(is_latin(letter) for letter in text if letter.isalpha()):
        raise Obstacle("not_latin")
    return text


def name(text: str, *, accents: str = "") -> str:
    """Return a name as it is kept, or raise Obstacle, with a suggestion where there is one.

    `accents`: the small letters that it may have besides a to z; none told: those of any passport.

    >>> name("O’Brien–Smythe"), name("Íñigo Łukasz")
    ("O'Brien-Smythe", 'Íñigo Łukasz')
    """
    cleaned = " ".join(text.translate(_APOSTROPHES).translate(_HYPHENS).split())
    latin(cleaned)
    if not all(_is_of_a_name(letter, accents) for letter in cleaned):
        is_letters = all(letter.isalpha() or letter in _BESIDES for letter in cleaned)
        plain = zone_spelling(cleaned)
        raise Obstacle("name_letters" if is_letters else "name_characters", suggestion=plain)
    if not cleaned[0].isalpha():
        raise Obstacle("name_start")
    return cleaned


def _is_of_a_name(sign: str, accents: str) -> bool:
    if sign.isascii():
        return sign.isalpha() or sign in _BESIDES
    if accents:
        return sign.lower() in accents.lower()
    # A mark that no letter is composed with stands behind its letter.
    return bool(zone_spelling(sign)) or unicodedata.category(sign) == "Mn"


def is_latin(letter: str) -> bool:
    """Tell whether a letter belongs to the Latin alphabet, with or without accents."""
    return "LATIN" in unicodedata.name(letter, "")


def passport_number(text: str) -> str:
    """Return the number in capitals without spaces, as it stands in the zone.

    >>> passport_number("ab 123-4567")
    'AB1234567'
    """
    number = _capitals(text)
    if not number.isascii() or not number.isalnum():
        raise Obstacle("number_characters")
    return number


def taiwan_id(text: str) -> str:
    """Return a personal number of Taiwan whose own check digit agrees.

    >>> taiwan_id("a223456781")
    'A223456781'
    """
    number = _capitals(text)
    if not _TAIWAN_ID.fullmatch(number):
        raise Obstacle("malformed")
    letter = _TAIWAN_LETTERS.index(number[0]) + 10
    weights = (8, 7, 6, 5, 4, 3, 2, 1, 1)
    weighed = sum(int(n) * weight for n, weight in zip(number[1:], weights, strict=True))
    if (letter // 10 + letter % 10 * 9 + weighed) % 10:
        raise Obstacle("check_digit")
    return number


def us_visa_number(text: str) -> str:
    """Return the red number of a visa of the US: eight digits, or a letter and seven."""
    return _like(_US_VISA, _capitals(text))


def canadian_postal_code(text: str) -> str:
    """Return a Canadian postal code with its space.

    >>> canadian_postal_code("k1a0b1")
    'K1A 0B1'
    """
    code = _like(_CANADIAN_CODE, _capitals(text))
    return f"{code[:3]} {code[3:]}"


def earlier_number(text: str) -> str:
    """Return a number of the immigration service; a client number (UCI) with its hyphens.

    >>> earlier_number("12345678"), earlier_number("1012345678"), earlier_number("v123456789")
    ('1234-5678', '10-1234-5678', 'V123456789')
    """
    number = _like(_EARLIER, _capitals(text))
    if number.isdigit() and len(number) == 8:
        return f"{number[:4]}-{number[4:]}"
    if number.isdigit() and len(number) == 10:
        return f"{number[:2]}-{number[2:6]}-{number[6:]}"
    return number


def membership(text: str) -> str:
    """Return a membership number of a professional body, in capitals."""
    return _like(_MEMBERSHIP, "".join(text.upper().split()))


def hint(shape: str, value: str) -> str:
    """Return the code of what is worth a second look in a value that may be right."""
    if shape == "passport_number" and "O" in value:
        return "letter_o"
    return "letter_i" if shape == "passport_number" and "I" in value else ""


def _capitals(text: str) -> str:
    return _SPACES.sub("", typed_text.plain(text)).upper()


def _like(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise Obstacle("malformed")
    return text


SHAPES: Mapping[str, Callable[[str], str]] = {
    "passport_number": passport_number,
    "taiwan_id": taiwan_id,
    "us_visa_number": us_visa_number,
    "canadian_postal_code": canadian_postal_code,
    "earlier_number": earlier_number,
    "membership": membership,
}
