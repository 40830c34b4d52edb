"""Nationalities and issuers by name, in the order of the reader's language."""

from functools import cache, lru_cache

import pycountry

from guichet.eligibility.content import law
from guichet.eligibility.programme import TOPIC
from guichet.web.formats.countries import country_name, sort_key
from guichet.web.words import texts

# Codes of passports that are no countries; their names are in content/eta/.
STATUSES = ("GBD", "GBN", "GBO", "GBS", "GBP", "XXA", "XXB", "XXC", "XXX")
ORGANIZATIONS = ("UNO", "EUE", "XOM")
_KOSOVO = {"RKS": "XK", "XKX": "XK"}
_SAME_AS = {"D", "XKX"}  # offered once, under the other code


def name_of(code: str, language: str) -> str:
    """Return the name behind a code of a passport."""
    key = f"code.{code}"
    if key in texts(TOPIC):
        return texts(TOPIC).get(key, language).text
    alpha2 = alpha2_of(code)
    return country_name(alpha2, language) if alpha2 else code


@lru_cache(maxsize=16)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of every country and territory that can be a nationality."""
    codes = [code for code in law().codes.nationalities if alpha2_of(code) and code not in _SAME_AS]
    pairs = [(code, name_of(code, language)) for code in codes]
    return tuple(sorted(pairs, key=lambda pair: sort_key(pair[1], language)))


@lru_cache(maxsize=16)
def issuers(language: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of every country and territory that issues passports."""
    return tuple(pair for pair in countries(language) if pair[0] in law().codes.issuers)


@lru_cache(maxsize=64)
def named(codes: tuple[str, ...], language: str) -> tuple[tuple[str, str], ...]:
    """Return code and name of these codes, in their order."""
    return tuple((code, name_of(code, language)) for code in codes)


@cache
def alpha2_of(code: str) -> str:
    """Return the code of two letters that a country has, for a code of passports."""
    if code in _KOSOVO:
        return _KOSOVO[code]
    country = pycountry.countries.get(alpha_3="DEU" if code == "D" else code)
    return country.alpha_2 if country else ""
