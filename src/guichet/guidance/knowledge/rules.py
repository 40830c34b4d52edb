"""What of a search may be counted, and what is not searched at all. Pure."""

import re

from guichet.guidance.knowledge.terms import MOST_CHARACTERS, folded

MOST_COUNTED = 80  # characters: what is longer is a story, and a story tells of somebody
_SPACES = re.compile(r"[\W_]+")
_APART = re.compile(r"(?<=\d)[\W_]+(?=\d)")  # what people set between the digits of a number
_MOST_DIGITS = 5  # in a word: six are of a number that somebody was given


def countable(query: str) -> str:
    """Return a search as it is counted for the day, or "" where it may tell of a person.

    Any digit, an at sign or a length beyond that of a few words is reason enough: nobody needs to
    know on which number somebody put their hope.

    >>> countable("  Cambiar el PASAPORTE! "), countable("AB123456"), countable("me@example.org")
    ('cambiar el pasaporte', '', '')
    """
    if "@" in query or len(query) > MOST_CHARACTERS:
        return ""
    words = _SPACES.sub(" ", folded(query)).strip()
    if len(words) > MOST_COUNTED or any(sign.isdecimal() for sign in words):
        return ""
    return words


def tells_of_somebody(query: str) -> bool:
    """Tell whether a search looks like a number or an address of a person: it is not searched.

    >>> [tells_of_somebody(text) for text in ("V123456789", "613 555 0199", "me@example.org")]
    [True, True, True]
    >>> tells_of_somebody("10 years, 24 hours"), tells_of_somebody("form 2026")
    (False, False)
    """
    plain = _APART.sub("", folded(query))
    digits = (sum(sign.isdecimal() for sign in word) for word in plain.split())
    return "@" in plain or max(digits, default=0) > _MOST_DIGITS
