"""Confirmation numbers and PINs that survive a telephone call.

A confirmation number is eight random characters and a check character from an alphabet of 31
that has none of 0, O, 1, I and L. Since 31 is prime and the weights differ, one wrong character
and two swapped neighbours are always noticed. A PIN is derived from a key that is not in the
database: it is never stored, and the mail worker can derive it again.
"""

import hmac
import re
import secrets
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b

from guichet.kernel.reading import typed_text

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 9
LONGEST = 40  # characters of what is looked up; our numbers are shorter
LONGEST_TYPED = 1000
ERROR_LENGTH = 6
DIGITS_OF_A_PIN, LONG_PIN = 6, 8
_OF_A_CASE = re.compile(r"[A-Z][0-9]{9}")  # of an application, an authorization, an enquiry
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def check_character(body: str) -> str:
    """Return the character that makes the weighted sum of the number a multiple of 31.

    >>> check_character("23456789")
    'Q'
    """
    total = sum(weight * _VALUES[character] for weight, character in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def new_number() -> str:
    """Return a fresh number of nine characters; the table's constraint has the last word."""
    body = _any_characters(LENGTH - 1)
    return body + check_character(body)


def read_number(text: str) -> str:
    """Return a number, PIN or code as it is kept: capitals and the digits 0 to 9, nothing between.

    >>> read_number("234-567 89q"), read_number("١٢٣ ٤٥٦")
    ('23456789Q', '123456')
    """
    return typed_text.compact(text.replace("\x00", "")[:LONGEST_TYPED])[:LONGEST]


def is_number(number: str) -> bool:
    """Tell whether a number read by `read_number` has the right shape and check character."""
    return (
        len(number) == LENGTH
        and all(character in _VALUES for character in number)
        and check_character(number[:-1]) == number[-1]
    )


def new_error_reference() -> str:
    """Return a fresh reference of one error: six characters, shorter because it is only looked up.

    It is as good on the telephone as a confirmation number, and says nothing about anybody.
    """
    body = _any_characters(ERROR_LENGTH - 1)
    return body + check_character(body)


def is_error_reference(reference: str) -> bool:
    """Tell whether a reference read by `read_number` has the right shape and check character."""
    return (
        len(reference) == ERROR_LENGTH
        and all(character in _VALUES for character in reference)
        and check_character(reference[:-1]) == reference[-1]
    )


def for_people(number: str) -> str:
    """Return the number in groups of three, as it is printed and read aloud.

    >>> for_people("23456789Q")
    '234-567-89Q'
    """
    return "-".join([number[start : start + 3] for start in range(0, len(number), 3)])


def case_for_people(number: str) -> str:
    """Return a case number as it is printed: one of ours in groups, another as it was typed.

    >>> case_for_people("V572319048"), case_for_people("MSC12345-67890")
    ('V 572 319 048', 'MSC12345-67890')
    """
    if not number or not _OF_A_CASE.fullmatch(number):
        return number
    return " ".join([number[:1], *(number[start : start + 3] for start in (1, 4, 7))])


def derive(key: str, purpose: str, *parts: object) -> bytes:
    """Return 32 keyed bytes for one purpose: the same parts give the same bytes, always."""
    return deriving(key, purpose)(*parts)


@lru_cache(maxsize=64)
def deriving(key: str, purpose: str) -> Callable[..., bytes]:
    """Return what derives the bytes of many for one purpose: the key is taken once."""
    hasher = blake2b(purpose.encode(), key=_digest(key), digest_size=32)

    def derived(*parts: object) -> bytes:
        whole = hasher.copy()
        whole.update("\x1f".join(["", *map(str, parts)]).encode())
        return whole.digest()

    return derived


@lru_cache(maxsize=16)
def _digest(key: str) -> bytes:
    return blake2b(key.encode()).digest()


def derive_pin(key: str, *, record: int, generation: int, purpose: str = "pin") -> str:
    """Return the six digits that prove a record is theirs; the next generation is a fresh PIN."""
    number = int.from_bytes(derive(key, purpose, record, generation)[:8])
    return f"{number % 10**DIGITS_OF_A_PIN:0{DIGITS_OF_A_PIN}d}"


def derive_long_pin(key: str, *, record: int, generation: int, purpose: str) -> str:
    """Return eight characters of the alphabet that prove a record is theirs, as six digits do."""
    number = int.from_bytes(derive(key, purpose, record, generation)[:16])
    return _in_characters(number, LONG_PIN)


def _any_characters(length: int) -> str:
    """Return characters that nobody can foresee, for which the system is asked once."""
    return _in_characters(secrets.randbelow(len(ALPHABET) ** length), length)


def _in_characters(number: int, length: int) -> str:
    characters = []
    for _ in range(length):
        number, character = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[character])
    return "".join(characters)


def pin_for_people(pin: str) -> str:
    """Return a PIN as it is shown and read aloud: eight characters in two groups.

    >>> pin_for_people("K7QM4XHT"), pin_for_people("047512")
    ('K7QM-4XHT', '047512')
    """
    return f"{pin[:4]}-{pin[4:]}" if len(pin) == LONG_PIN else pin


def same(secret: str, other: str) -> bool:
    """Compare two secrets in a time that tells nothing of either."""
    return hmac.compare_digest(secret.encode(), other.encode())
