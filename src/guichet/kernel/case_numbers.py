"""The numbers of cases and contacts: a letter for each kind, and nine digits.

Eight digits are random and the ninth checks them, by Damm's table: one wrong digit and two
swapped neighbours are always noticed, before anything is looked up. The letter counts too, so the
digits of the one are never good for the other.
"""

import re
import secrets
from typing import Protocol

from django.db import IntegrityError, transaction

from guichet.kernel.references import case_for_people, read_number

LENGTH = 10
DRAWS = 5  # of a number, before it is somebody else's fault
_SHAPE = re.compile(r"[VJEI][0-9]{9}")
# Damm, "Total anti-symmetrische Quasigruppen" (2004): no digit in a row or column occurs twice,
# the diagonal is zero, and swapping two neighbours changes what follows.
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_BEGINS_AT = {"V": 2, "J": 1, "E": 3, "I": 4}


def check_digit(letter: str, digits: str) -> str:
    """Return the digit that checks these digits behind a letter.

    >>> check_digit("V", "57231904"), check_digit("J", "57231904")
    ('8', '7')
    """
    interim = _BEGINS_AT[letter]
    for digit in digits:
        interim = _TABLE[interim][int(digit)]
    return str(interim)


def new_number(letter: str) -> str:
    """Return a fresh number; the table's constraint has the last word."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{letter}{digits}{check_digit(letter, digits)}"


def read(text: str) -> str:
    """Return a number as it was typed, without spaces, hyphens and case, its digits as 0 to 9."""
    return read_number(text)


def is_number(number: str, letter: str) -> bool:
    """Tell whether a number that was read has the right letter, length and check digit."""
    if not _SHAPE.fullmatch(number) or number[0] != letter:
        return False
    return check_digit(letter, number[1:-1]) == number[-1]


def for_people(number: str) -> str:
    """Return the number in groups of three, as it is printed and read aloud.

    >>> for_people("V572319048")
    'V 572 319 048'
    """
    return case_for_people(number)


class Numbered(Protocol):
    """A record that has a number."""

    number: str

    def save(self, *, force_insert: bool) -> None:
        """Write it."""


def save(record: Numbered, letter: str) -> None:
    """Save a new record with a fresh number; the table says when another has it already.

    Whatever else the table refuses raises IntegrityError at once.
    """
    for draw in range(DRAWS):
        record.number = new_number(letter)
        try:
            with transaction.atomic():
                record.save(force_insert=True)
        except IntegrityError as error:
            if draw == DRAWS - 1 or "number" not in str(error):
                raise
        else:
            return
