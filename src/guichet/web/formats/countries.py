"""Names of countries, of their parts and of languages, and the order a reader expects.

CLDR names them through Babel. Haitian Creole and Tagalog are better served by iso-codes, where it
has a name of their own, and by `content/languages/country_names.csv`, which wins. Provinces of
China come with the Chinese word for "province" in Latin letters, which is left away; where nobody
has a part of Mexico or China in the reader's script, `subdivision_names.csv` does.
"""

import csv
import gettext
import re
import unicodedata
from functools import lru_cache

import pycountry
from babel import Locale
from django.conf import settings

from guichet.kernel.content import layers
from guichet.web.languages import ALL, locale_of

# Letters that follow their plain sister instead of sharing its place.
_OWN_LETTERS = {"pl": "ąćęłńóśźż", "es": "ñ", "vi": "ăâđêôơư", "fil": "ñ"}
_PLAIN = str.maketrans("łŁđĐøØ", "lLdDoO")
_ISO_CATALOGUES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "fil": "tl"}
# Characters that the old encoding keeps apart from the others, and a homophone of each.
_SOUNDS = str.maketrans("瑙梵斐", "脑范匪")
_CAPITAL_LANGUAGES = {"de", "en", "fil"}  # where their names begin with a capital in a sentence
_PROVINCE_WORDS = re.compile(r"( (Zhuangzu|Huizu|Uygur|Sheng|Shi|Zizhiqu|SAR))+$")


def _own_names(kind: str, column: str = "") -> dict[tuple[str, str], str]:
    path = settings.CONTENT_DIR / "languages" / f"{kind}_names.csv"
    with layers.at(path).open(encoding="utf-8", newline="") as file:
        return {(row["language"], row[column or kind]): row["name"] for row in csv.DictReader(file)}


_OWN_NAMES = _own_names("country")
_OWN_LANGUAGES = _own_names("language", "named")
_OWN_PARTS = _own_names("subdivision")


@lru_cache(maxsize=8192)
def country_name(alpha2: str, language: str) -> str:
    """Return the name of a country; its code where no language knows it.

    >>> [country_name("MX", language) for language in ("en", "ht", "fil", "ar")]
    ['Mexico', 'Meksik', 'Mehiko', 'المكسيك']
    """
    if (language, alpha2) in _OWN_NAMES:
        return _OWN_NAMES[language, alpha2]
    if language == "ht":
        return _iso_name(alpha2, "ht") or _cldr_name(alpha2, "fr")
    if language == "fil":
        cldr = _cldr_name(alpha2, "fil")
        own = cldr if cldr != _cldr_name(alpha2, "en") else ""
        return own or _iso_name(alpha2, "tl") or _iso_name(alpha2, "fil") or cldr
    return _cldr_name(alpha2, ALL[language].babel)


@lru_cache(maxsize=512)
def language_name(code: str, language: str) -> str:
    """Return the name of a language of the site, as a sentence says what is written in it.

    >>> language_name("fr", "pt"), language_name("fr", "pl"), language_name("pt", "vi")
    ('francês', 'francuskim', 'tiếng Bồ Đào Nha')
    """
    if (language, code) in _OWN_LANGUAGES:
        return _OWN_LANGUAGES[language, code]
    name = str(locale_of(language).languages.get(ALL[code].babel, ALL[code].endonym))
    return name if language in _CAPITAL_LANGUAGES else name[:1].lower() + name[1:]


@lru_cache(maxsize=512)
def listed_language(code: str, language: str) -> str:
    """Return the name of a language of the site in a list, for readers of another.

    >>> listed_language("fr", "pl"), listed_language("zh-Hans", "fr")
    ('francuski', 'chinois simplifié')
    """
    if language == "ht":
        return language_name(code, language)
    return str(locale_of(language).languages.get(ALL[code].babel, ALL[code].endonym))


@lru_cache(maxsize=32)
def sorted_countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of every country and territory, in the reader's alphabet."""
    codes = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    pairs = [(code, country_name(code, language)) for code in codes]
    return tuple(sorted(pairs, key=lambda pair: sort_key(pair[1], language)))


@lru_cache(maxsize=4096)
def subdivision_name(code: str, language: str) -> str:
    """Return the name of a state or province by its ISO 3166-2 code.

    >>> subdivision_name("MX-JAL", "en"), subdivision_name("CN-GD", "zh-Hans")
    ('Jalisco', '广东省')
    """
    name = _subdivisions().get(code)
    if name is None:
        return code
    if (language, code) in _OWN_PARTS:
        return _OWN_PARTS[language, code]
    locale = _ISO_CATALOGUES.get(language, ALL[language].babel)
    translated = _catalogue("iso3166-2", locale).gettext(name)
    return _PROVINCE_WORDS.sub("", name) if translated == name else translated


def sort_key(name: str, language: str) -> tuple[object, ...]:
    """Return a key that puts names in the order of the language's own lists.

    Simplified Chinese is sorted by sound and Traditional Chinese by strokes, which is the order
    of their old encodings; other scripts by letter, accents aside, save for letters of their own.

    >>> sorted(["Łotwa", "Luksemburg", "Chiny"], key=lambda name: sort_key(name, "pl"))
    ['Chiny', 'Luksemburg', 'Łotwa']
    """
    if language == "zh-Hans":
        return (name.translate(_SOUNDS).encode("gb18030"),)
    if language == "zh-Hant":
        return (name.encode("big5", "replace"),)
    own = _OWN_LETTERS.get(language, "")
    letters = []
    for letter in unicodedata.normalize("NFC", name.casefold()):
        hangul = "가" <= letter <= "힣"
        plain = letter if hangul else unicodedata.normalize("NFKD", letter).translate(_PLAIN)[:1]
        if plain.isalnum() or plain == " ":
            letters.append((plain, own.find(letter) + 1))
    return (tuple(letters), name)


def _cldr_name(alpha2: str, babel: str) -> str:
    territories = _territories(babel)
    return territories.get(alpha2) or _territories("en").get(alpha2, alpha2)


@lru_cache(maxsize=32)
def _territories(babel: str) -> dict[str, str]:
    return dict(Locale.parse(babel).territories)


@lru_cache(maxsize=1)
def _subdivisions() -> dict[str, str]:
    return {subdivision.code: subdivision.name for subdivision in pycountry.subdivisions}


def _iso_name(alpha2: str, locale: str) -> str:
    """Return the name iso-codes has in a language, or nothing where it only repeats English."""
    country = pycountry.countries.get(alpha_2=alpha2)
    if country is None:
        return ""
    for name in (getattr(country, "common_name", None), country.name):
        translated = _catalogue("iso3166-1", locale).gettext(name) if name else None
        if translated and translated != name and not {",", "("} & set(translated):
            return translated
    return ""


@lru_cache(maxsize=64)
def _catalogue(domain: str, locale: str) -> gettext.NullTranslations:
    return gettext.translation(domain, pycountry.LOCALES_DIR, [locale], fallback=True)
