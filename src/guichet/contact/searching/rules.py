"""Judgement about searches: what was typed, and whether it is enough to search by."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from unicodedata import name

from guichet.contact.rules import Disclosure, highest
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.references import is_number, read_number

NUMBER, NAME, PHONE = "number", "name", "phone"
LONGEST = 120  # characters of a search
FEWEST_WORDS = 2  # of a name, unless the day of birth stands beside it
_NUMBER = re.compile(r"[VJEI][0-9]{4,12}")
_DIGITS = re.compile(r"[0-9]+")
_FEWEST_DIGITS = 6  # of a telephone number


def kind_of(text: str) -> str:
    """Return by what a text searches: a number of ours, a telephone number, or a name.

    Raises Obstacle for one that is none of them. Nine bare digits are a telephone number here:
    whether they are a number of ours, their check digit says.

    >>> kind_of("v 572 319 048"), kind_of("+33 1 23 45 67 89 ext. 4"), kind_of("Núñez, Zoë")
    ('number', 'phone', 'name')
    """
    compact = read_number(text)
    if _NUMBER.fullmatch(compact):
        return NUMBER
    if is_number(compact) and not compact.isdigit():
        raise Obstacle("invalid", errors={"seek": "of_appointment"})
    digits = len("".join(_DIGITS.findall(compact)))
    if digits >= _FEWEST_DIGITS:
        return PHONE
    if not digits and any(sign.isalpha() for sign in text):
        return NAME
    raise Obstacle("invalid", errors={"seek": "searches_by_nothing"})


def check_name(words: int, *, has_day: bool) -> None:
    """Raise Obstacle for a name that half the world has: two of its words, or one and the day."""
    if not words or (words < FEWEST_WORDS and not has_day):
        raise Obstacle("invalid", errors={"seek": "name_too_short"})


def is_in_other_letters(text: str) -> bool:
    """Tell whether a name was typed in letters that no passport prints it in.

    >>> is_in_other_letters("Иванов"), is_in_other_letters("Łukasz")
    (True, False)
    """
    return any(sign.isalpha() and not name(sign, "").startswith("LATIN") for sign in text)


def may_search(table: Disclosure, roles: AbstractSet[str], speakers: Iterable[str]) -> bool:
    """Tell whether somebody with these roles searches for a case that is spoken of.

    Whoever can go no further than sending learns of no case, not even that there is one. Nobody
    searches while an airline speaks.
    """
    blind = max(rank for rank, level in enumerate(table.levels) if level.is_blind)
    return table.rank(highest(table, roles)) > blind and "carrier" not in speakers


def initials(names: str) -> str:
    """Return the first letter of each word of a name.

    >>> initials("O'BRIEN  niamh-aoife")
    'O. N. A.'
    """
    words = re.split(r"[\s-]+", names.strip())
    return " ".join(f"{word[0].upper()}." for word in words if word)
