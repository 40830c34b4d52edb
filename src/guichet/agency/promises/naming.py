"""What an agency calls its authorization, in the shipped words that call it eTA, in French AVE.

Those words have it as a feminine name where a language knows genders. An article that hangs on
its first sound goes with it: "an eTA" is "a travel pass", "l’AVE" is "la carte".

Its whole name stands before the short one in brackets, in letters and titles. Where a language
bends the shipped one there, no other would fit, and the short name stands alone.
"""

import re
from collections.abc import Callable

from guichet.agency.model import Phrase
from guichet.agency.shipped import LANGUAGES

USUAL = "eTA"
USUALS = Phrase({code: "AVE" if code == "fr" else USUAL for code in LANGUAGES}, "en")
_NAME = r"(?<![A-Za-z])(?:eTA|AVE)(?=s?(?![A-Za-z]))"
_SPELLED = frozenset("AEFHILMNORSX")  # capitals whose names begin with a vowel: "an M"
_ENGLISH = re.compile(rf"(?:\b([Aa]n) )?(?P<name>{_NAME})(s?)")
_HISSING = ("s", "x", "z", "ch", "sh")  # after which the plural is "es"
_CUT = r"(?:\b(?P<cut>[A-Za-z]*)(?P<mark>['’]))?"
_ELIDED = re.compile(rf"{_CUT}(?P<name>{_NAME})")
# What stands before a name that begins with a consonant, for what was cut off before a vowel.
_WHOLE = {
    "fr": {"l": "la ", "d": "de ", "qu": "que "},
    "it": {"l": "la ", "un": "una ", "d": "di "}
    | {f"{word}ll": f"{word}lla " for word in ("a", "da", "de", "ne", "su")},
}
# The shipped whole names, as they stand before the short one in brackets.
_WHOLE_NAMES = {
    "en": "(?:electronic )?travel authorization",
    "es": "autorización (?:electrónica )?de viaje",
    "fr": "autorisation de voyage(?: électronique)?",
    "pt": "autorização (?:eletrônica )?de viagem",
    "it": "autorizzazione (?:elettronica )?di viaggio",
    "de": "(?:elektronische )?Reisegenehmigung",
    "ht": "otorizasyon vwayaj(?: elektwonik)?",
    "vi": "giấy phép đi lại(?: điện tử)?",
    "fil": "electronic travel authorization|awtorisasyon sa paglalakbay",
    "ar": "تصريح (?:ال)?سفر (?:ال)?إلكتروني",
    "ko": "전자여행허가",
    "ja": "電子渡航認証",
    "zh-Hans": "电子旅行许可",
    "zh-Hant": "電子旅行許可",
}
_BENT_NAMES = {
    "de": "elektronischen Reisegenehmigung",
    "pl": "(?:elektroniczn(?:e|ego) )?zezwoleni[ea] na podróż",
    "ru": "(?:электронн(?:ое|ом) )?разрешени[еи] на поездку",
}
_IN_BRACKETS = r"(?P<opening> ?[(（])(?P<short>eTA|AVE)(?P<closing>[)）])"
_KEPT = ("\0", "\1")  # stand for the whole name while the short one is put in; no sentence has them
_VOWELS = frozenset("aeiouAEIOUÀÁÈÉÊÌÍÎÒÓÔÙÚÛàáèéêìíîòóôùúû")


def renaming(name: Phrase, whole: Phrase | None = None) -> Callable[[str, str], str]:
    """Return what puts the agency's name into a shipped sentence of a language.

    `whole`: the whole name, for the shipped one that stands before the short name in brackets.

    >>> rename = renaming(Phrase({"en": "travel pass", "fr": "carte"}, "en"))
    >>> rename("An eTA is no visa. eTA number", "en"), rename("Demandez l’AVE", "fr")
    ('A travel pass is no visa. Travel pass number', 'Demandez la carte')
    >>> renaming(Phrase({"en": "TTA"}, "en"), Phrase({"en": "permit to travel"}, "en"))(
    ...     "Apply for an electronic travel authorization (eTA).", "en"
    ... )
    'Apply for a permit to travel (TTA).'
    """

    def rename(text: str, language: str) -> str:
        if USUAL not in text and "AVE" not in text:
            return text
        new = name.in_language(language)
        long = whole.in_language(language) if whole else ""
        text = _kept_place(text, language, long=long, short=new) if long else text
        before = _english if language == "en" else _elided
        pattern = _ENGLISH if language == "en" else _ELIDED
        text = pattern.sub(lambda match: before(match, new, language), text)
        return text.replace(_KEPT[0], long).replace(_KEPT[1], _capital(long))

    return rename


def _kept_place(text: str, language: str, *, long: str, short: str) -> str:
    """Return a sentence with a sign in the place of the shipped whole name."""
    has_both = re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long, re.IGNORECASE)

    def keep(match: re.Match[str]) -> str:
        sign = _KEPT[1] if match["whole"][0].isupper() else _KEPT[0]
        rest = "" if has_both else f"{match['opening']}{match['short']}{match['closing']}"
        return f"{_article(match['cut'], match['mark'], long, language)}{sign}{rest}"

    if bent := _BENT_NAMES.get(language):
        text = re.sub(f"(?:{bent}){_IN_BRACKETS}", r"\g<short>", text, flags=re.IGNORECASE)
    if usual := _WHOLE_NAMES.get(language):
        head = r"(?:\b(?P<cut>an?)(?P<mark> ))?" if language == "en" else _CUT
        pattern = f"{head}(?P<whole>{usual}){_IN_BRACKETS}"
        text = re.sub(pattern, keep, text, flags=re.IGNORECASE)
    return text


def _article(cut: str | None, mark: str | None, name: str, language: str) -> str:
    """Return what stands before a name, for what stood before the shipped one."""
    if not cut:
        return mark or ""
    if language == "en":
        return f"{cut[0]}{'n' if _begins_with_a_vowel(name) else ''} "
    whole = _WHOLE.get(language, {}).get(cut.lower())
    if whole is None or name[0] in _VOWELS:
        return f"{cut}{mark}"
    return _capital(whole) if cut[0].isupper() else whole


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _english(match: re.Match[str], name: str, language: str) -> str:
    if match[1]:
        return f"{_article(match[1], ' ', name, language)}{name}"
    plural = ("es" if name.endswith(_HISSING) else "s") if match[3] else ""
    return _at_its_place(match, name) + plural


def _elided(match: re.Match[str], name: str, language: str) -> str:
    if not match["cut"]:
        return f"{match['mark'] or ''}{_at_its_place(match, name)}"
    return f"{_article(match['cut'], match['mark'], name, language)}{name}"


def _at_its_place(match: re.Match[str], name: str) -> str:
    """Return the name, with a capital where a sentence begins with it."""
    before = match.string[: match.start("name")].rstrip()
    is_first = not before or before[-1] in ".!?:"
    is_word = name.islower()
    return _capital(name) if is_first and is_word else name


def _begins_with_a_vowel(name: str) -> bool:
    if name[:2].isupper():
        return name[0] in _SPELLED
    return name[0] in _VOWELS
