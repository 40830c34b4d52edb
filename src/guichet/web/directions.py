"""What is read from left to right inside a sentence that runs the other way: whole, in its order.

The marks are U+2068 and U+2069 of the Unicode bidirectional algorithm (UAX 9). Without them 7 CAD
is shown as CAD 7, and 234-567-89Q as 89Q-567-234.
"""

import unicodedata
from collections.abc import Mapping

from guichet.web.languages import ALL

_ISOLATE = "\u2068{}\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def isolated(text: str, language: str) -> str:
    """Return a value as a sentence of the language holds it, line by line.

    >>> isolated("7 CAD", "ar") == "\\u20687 CAD\\u2069", isolated("7 CAD", "fr")
    (True, '7 CAD')
    """
    if ALL[language].direction == "ltr":
        return text
    return "\n".join(_whole(line) for line in text.split("\n"))


def in_sentence[Value](values: Mapping[str, Value], language: str) -> Mapping[str, Value | str]:
    """Return what is filled into a sentence of the language; markup has marks of its own."""
    if ALL[language].direction == "ltr":
        return values
    return {
        name: isolated(str(value), language) if type(value) is str else value
        for name, value in values.items()
    }


def _whole(line: str) -> str:
    kinds = {unicodedata.bidirectional(sign) for sign in line}
    is_number = not kinds & _RIGHT_TO_LEFT and "EN" in kinds and not line.isdigit()
    return _ISOLATE.format(line) if "L" in kinds or is_number else line
