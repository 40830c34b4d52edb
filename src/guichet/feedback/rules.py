"""What is taken out of a text that somebody sends without a name."""

import re

TAKEN_OUT = "[…]"
_ADDRESS = re.compile(r"[^\s<>()\[\],;]+@[^\s<>()\[\],;]+")
# Digits of any script, with what people put between them; a letter may stand among them, as in the
# number of a passport or an application.
_NUMBER = re.compile(r"\+?\(?(?<![\w])[^\W\d_]{0,3}\d(?:[\s.\-–/()]{0,2}[^\W_]?\d)*[^\W_]{0,3}")
_FEWEST = 5  # digits: a year, a price and an hour stay


def scrubbed(text: str) -> str:
    """Return a text without e-mail addresses and numbers of people: see decision 0186.

    >>> scrubbed("Passport AB123456, phone +1 (514) 555-0199, me@example.org: a 404 in 2026?")
    'Passport […], phone […], […] a 404 in 2026?'
    """
    text = _ADDRESS.sub(TAKEN_OUT, text)
    return _NUMBER.sub(_without_long, text)


def _without_long(match: re.Match[str]) -> str:
    digits = sum(character.isdecimal() for character in match[0])
    if digits < _FEWEST:
        return match[0]
    spare = match[0][len(match[0].rstrip()) :]
    return TAKEN_OUT + spare
