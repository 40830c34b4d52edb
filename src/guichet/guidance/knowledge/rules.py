"""What of a search may be counted. Pure."""

import re

from guichet.guidance.knowledge.terms import MOST_CHARACTERS, folded

MOST_COUNTED = 80  # characters: what is longer is a story, and a story tells of somebody
_SPACES = re.compile(r"[\W_]+")


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
