"""Text messages: their letters as telephones have them, and how many parts each is sent in.

A message of the letters of GSM 03.38 holds 160 of them, any other one 70; what is longer is sent,
and paid, in parts of 153 or 67, and an old telephone may show them in the wrong order.
"""

import math

# The letters of GSM 03.38, and those that count twice there.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")
_LETTERS = _BASIC | _TWICE
# Typography that would cost more than half the room and says nothing in a text message. Letters
# are never replaced: a word without its accent is another word, or none.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
    | dict.fromkeys("\u2066\u2067\u2068\u2069\u200e\u200f")
)


def as_sent(text: str) -> str:
    """Return a text as it is sent.

    >>> as_sent("C’est l’heure\u202f: 14:30")
    "C'est l'heure : 14:30"
    """
    return text.translate(_PLAIN)


def segments(text: str) -> int:
    """Return in how many parts a text is sent.

    >>> segments("a" * 160), segments("a" * 161), segments("ж" * 70), segments("ж" * 71)
    (1, 2, 1, 2)
    """
    if _LETTERS.issuperset(text):
        length = len(text) + sum(map(text.count, _TWICE))
        whole, part = 160, 153
    else:
        length = len(text.encode("utf-16-be")) // 2
        whole, part = 70, 67
    return 1 if length <= whole else math.ceil(length / part)
