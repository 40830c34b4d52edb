"""The name at the head of a text message, where each sign is counted. Pure.

A text message goes out in one part, or is paid twice and may arrive in the wrong order: decision
0083. What our sentences, the names of offices and an address leave is this.
"""

import unicodedata

LONGEST = 10  # signs
LONGEST_OF_TWO_BYTES = 7  # where letters are sent as two bytes, a part holds 70 of them
TWO_BYTES = frozenset({"ar", "ja", "ko", "ru", "vi", "zh-Hans", "zh-Hant"})
# The letters of GSM 03.38 that a name may have: any other makes all of the message two bytes wide.
_NARROW = frozenset(
    "@£$¥èéùìòÇØøÅåÆæßÉ !\"#%&'’()*+,-–./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


def fault_of(name: str, language: str) -> str:
    """Return what is wrong with a name at the head of a text message; nothing if it fits.

    >>> fault_of("Guichet", "ar"), fault_of("Consulate", "en")
    ('', '')
    """
    longest = _longest(language)
    if len(name) > longest:
        return (
            f"{name!r} has {len(name)} signs, and a text message has room for {longest}: it would"
            " be sent, and paid, in two parts. Take a shorter one."
        )
    if wide := "".join(sorted(_wide(name, language))):
        return (
            f"{name!r} has {wide!r}, which makes all of a text message two bytes wide: it would be"
            " sent, and paid, in two parts. Take other letters."
        )
    return ""


def brief(name: str, language: str) -> str:
    """Return the words of a name that a text message has room for; one of them at the least.

    >>> brief("Consular Service of Valmer", "en"), brief("Serviço Consular", "pt")
    ('Consular', 'Servico')
    """
    longest, words = _longest(language), name.split()
    text = words[0][:longest] if words else ""
    for word in words[1:]:
        longer = f"{text} {word}"
        if len(longer) > longest:
            break
        text = longer
    return "".join(_narrowed(letter) if _wide(letter, language) else letter for letter in text)


def _longest(language: str) -> int:
    return LONGEST_OF_TWO_BYTES if language in TWO_BYTES else LONGEST


def _wide(name: str, language: str) -> set[str]:
    return set() if language in TWO_BYTES else set(name) - _NARROW


def _narrowed(letter: str) -> str:
    """Return a letter without its accent, where one is left; else the letter."""
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base in _NARROW else letter
