"""In which language words look written: by script, and in Latin letters by their common words.

Few and short words tell nothing: then it is nobody's, and nobody is asked.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+")
_LEAST_LETTERS = 6  # of a script, before it tells a language
_LEAST_WORDS, _TIMES = 2, 2  # common words that are found, and how many times the letter's own
# Words that a sentence hardly does without. What several of these languages share counts for each.
_COMMON: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "the of and to is are was were that this these not you your have has had with for from "
        "by we our which what when where because been did does be they their please nothing an "
        "it if there at".split()
    ),
    "fr": frozenset(
        "le la les des du et est sont que qui pas vous votre vos avez une un dans pour par sur ce "
        "cette ces nous notre au aux avec ne il elle été était veuillez mais ou où aucun aucune "
        "de en leur leurs rien".split()
    ),
    "de": frozenset(
        "der die das und ist sind nicht sie ihr ihre ihren haben hat mit für von wir ein eine "
        "einen den dem des dass zu auf wurde bitte im".split()
    ),
    "es": frozenset(
        "el la los las y es son que no usted su sus ha han con para por una un del se lo fue "
        "nos nuestra en al de está este esta".split()
    ),
    "it": frozenset(
        "il la lo gli le e è sono che non lei suo sua ha con per una un del della di nel si "
        "questo questa al dal ci".split()
    ),
    "pt": frozenset(
        "o a os as e é são que não seu sua tem com para por uma um do da dos das foi na no em "
        "de este esta ao você".split()
    ),
}


def language_of(text: str, *, letters: str) -> str:
    """Return in which language a text looks written where it is another than that of the letters.

    >>> language_of("The court of Cork convicted you.", letters="fr")
    'en'
    >>> language_of("Le tribunal vous a condamné.", letters="fr"), language_of("OK", letters="fr")
    ('', '')
    >>> language_of("法院已判决您有罪", letters="en"), language_of("법원이 유죄로", letters="ko")
    ('zh-Hans', '')
    """
    scripts = Counter(_script(letter) for letter in text if letter.isalpha())
    if not scripts:
        return ""
    script, count = scripts.most_common(1)[0]
    if script == "LATIN":
        return _by_words(text, letters)
    if scripts["HIRAGANA"] + scripts["KATAKANA"] and script in ("CJK", "HIRAGANA", "KATAKANA"):
        script = "HIRAGANA"
    language = _BY_SCRIPT.get(script, "")
    if count < _LEAST_LETTERS or letters.partition("-")[0] == language.partition("-")[0]:
        return ""
    return language


_BY_SCRIPT = {
    "CJK": "zh-Hans",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
}


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _by_words(text: str, letters: str) -> str:
    words = [word.casefold() for word in _WORD.findall(text)]
    hits = {code: sum(word in common for word in words) for code, common in _COMMON.items()}
    own = hits.pop(letters, 0)
    language, count = max(hits.items(), key=lambda pair: pair[1])
    return language if count >= max(_LEAST_WORDS, _TIMES * own) else ""
