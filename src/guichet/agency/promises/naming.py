"""What an agency calls its authorization, in the shipped words that call it eTA, in French AVE.

Those words have it as a feminine name where a language knows genders. An article that hangs on
its first sound goes with it: "an eTA" is "a travel pass", "l’AVE" is "la carte".
"""

import re
from collections.abc import Callable

from guichet.agency.model import Phrase

USUAL = "eTA"
_NAME = r"(?<![A-Za-z])(?:eTA|AVE)(?=s?(?![A-Za-z]))"
_SPELLED = frozenset("AEFHILMNORSX")  # capitals whose names begin with a vowel: "an M"
_ENGLISH = re.compile(rf"(?:\b([Aa])n )?({_NAME})(s?)")
_HISSING = ("s", "x", "z", "ch", "sh")  # after which the plural is "es"
_ELIDED = re.compile(rf"(?:\b([A-Za-z]*)['’])?({_NAME})")
# What stands before a name that begins with a consonant, for what was cut off before a vowel.
_WHOLE = {
    "fr": {"l": "la ", "d": "de ", "qu": "que "},
    "it": {"l": "la ", "un": "una ", "d": "di "}
    | {f"{word}ll": f"{word}lla " for word in ("a", "da", "de", "ne", "su")},
}
_VOWELS = frozenset("aeiouAEIOUÀÁÈÉÊÌÍÎÒÓÔÙÚÛàáèéêìíîòóôùúû")


def renaming(name: Phrase) -> Callable[[str, str], str]:
    """Return what puts the agency's name into a shipped sentence of a language.

    >>> rename = renaming(Phrase({"en": "travel pass", "fr": "carte"}, "en"))
    >>> rename("An eTA is no visa. eTA number", "en"), rename("Demandez l’AVE", "fr")
    ('A travel pass is no visa. Travel pass number', 'Demandez la carte')
    """

    def rename(text: str, language: str) -> str:
        if USUAL not in text and "AVE" not in text:
            return text
        new = name.in_language(language)
        before = _english if language == "en" else _elided
        pattern = _ENGLISH if language == "en" else _ELIDED
        return pattern.sub(lambda match: before(match, new, language), text)

    return rename


def _english(match: re.Match[str], name: str, language: str) -> str:
    if match[1]:
        return f"{match[1]}n {name}" if _begins_with_a_vowel(name) else f"{match[1]} {name}"
    plural = ("es" if name.endswith(_HISSING) else "s") if match[3] else ""
    return _at_its_place(match, name) + plural


def _elided(match: re.Match[str], name: str, language: str) -> str:
    cut = match[1]
    if not cut:
        return _at_its_place(match, name)
    whole = _WHOLE.get(language, {}).get(cut.lower())
    if whole is None or name[0] in _VOWELS:
        return match[0][: match.start(2) - match.start()] + name
    return (whole.capitalize() if cut[0].isupper() else whole) + name


def _at_its_place(match: re.Match[str], name: str) -> str:
    """Return the name, with a capital where a sentence begins with it."""
    before = match.string[: match.start(2)].rstrip()
    is_first = not before or before[-1] in ".!?:"
    is_word = name.islower()
    return name[0].upper() + name[1:] if is_first and is_word else name


def _begins_with_a_vowel(name: str) -> bool:
    if name[:2].isupper():
        return name[0] in _SPELLED
    return name[0] in _VOWELS
