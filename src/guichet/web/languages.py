"""The languages of the site: their exact codes, own names and directions.

`ALL` are those there are sentences in, `OFFERED` those the agency offers, in its order: only they
have addresses and stand in menus. `DEFAULT` is English, in which every sentence is written first
and which is shown where a translation is missing; `FIRST` is the agency's own first language,
which answers where nothing else fits.

The codes are those of `content/languages/locales.csv` and stand in URLs, in the API and in stored
values exactly so. What a browser or a person may write instead (zh-CN, tl, pt-BR, EN) is read by
`exact`.
"""

import csv
import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale, localedata
from django.conf import settings
from django.http import HttpRequest

from guichet.agency import shipped


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site, and what other libraries call it."""

    code: str
    endonym: str
    direction: str
    babel: str
    django: str
    english_name: str


def _read() -> dict[str, Language]:
    path = settings.CONTENT_DIR / "languages" / "locales.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Language(
                code=row["code"],
                endonym=row["endonym"],
                direction=row["direction"],
                babel=row["babel_code"],
                django=row["django_code"],
                english_name=row["english_name"],
            )
            for row in csv.DictReader(file)
        }


_ROWS = _read()
DEFAULT = "en"
CATALOGUED = shipped.CATALOGUED
ALL = {code: _ROWS[code] for code in shipped.LANGUAGES}
OFFERED = {code: _ROWS[code] for code in settings.AGENCY.languages}
FIRST = settings.AGENCY.first_language

_LOWER = {code.lower(): code for code in OFFERED}
_BY_DJANGO = {code.lower(): code for code in ALL}
_TRADITIONAL = {"tw", "hk", "mo", "hant"}
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")


def exact(code: str) -> str | None:
    """Return the exact code of the language that is offered for a code somebody wrote, or None.

    >>> exact("zh-CN"), exact("ZH-hk"), exact("tl"), exact("pt-BR"), exact("tlh")
    ('zh-Hans', 'zh-Hant', 'fil', 'pt', None)
    """
    lower = code.replace("_", "-").lower()
    if lower in _LOWER:
        return _LOWER[lower]
    if not _TAG.fullmatch(lower):
        return None
    primary, *rest = lower.split("-")
    if primary == "zh":
        traditional = "hans" not in rest and _TRADITIONAL & set(rest)
        return _LOWER.get("zh-hant" if traditional else "zh-hans")
    return _LOWER.get("fil" if primary == "tl" else primary)


def best(accept_language: str) -> str:
    """Return the language a browser would like best among ours, the first where it names none.

    >>> best("da, ar;q=0.5, fr-CA;q=0.8"), best("*"), best("xx;q=nonsense")
    ('fr', 'en', 'en')
    """
    return wished(accept_language) or FIRST


def wished(accept_language: str) -> str | None:
    """Return the language of ours that is liked best, or None where none is named.

    >>> wished("da, ar;q=0.5"), wished("da, *"), wished("")
    ('ar', None, None)
    """
    wishes = []
    for position, part in enumerate(accept_language[:1000].split(",")):
        tag, _, quality = part.partition(";")
        code, weight = exact(tag.strip()), _weight(quality)
        if code and weight > 0:
            wishes.append((-weight, position, code))
    return min(wishes)[2] if wishes else None


def _weight(quality: str) -> float:
    match = re.fullmatch(r"\s*q=(0(\.\d*)?|1(\.0*)?)\s*", quality)
    return float(match[1]) if match else (1.0 if not quality.strip() else 0.0)


def of_django(code: str | None) -> str:
    """Return the exact code of the language that Django calls `code`."""
    return _BY_DJANGO.get((code or FIRST).lower(), FIRST)


def of(request: HttpRequest) -> str:
    """Return the exact code of the language a request is answered in."""
    return str(getattr(request, "language", FIRST))


@cache
def locale_of(language: str) -> Locale:
    """Return what CLDR knows of a language, in data of its own.

    Babel lets languages share what they inherit, and writes into it what the first of them asks
    for: after a page in Chinese the months of a Korean page were Chinese.
    """
    locale = Locale.parse(ALL[language].babel)
    shared: Any = localedata.load(str(locale))
    # Where `Locale` keeps its data, and would else load what is shared.
    locale.__dict__["_Locale__data"] = localedata.LocaleDataDict(deepcopy(shared))
    return locale
