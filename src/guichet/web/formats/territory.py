"""What CLDR says for a language where the authority is: its clock, and the day its weeks begin.

Spanish has another clock in Madrid than in Mexico, English in Paris than in New York. The country
is that of `[country]` in `agency.toml`; where two programmes have two, the first one's.
"""

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf import settings

from guichet.web.languages import ALL, locale_of

_QUOTED = re.compile(r"'[^']*'")  # the letter that some French has between hour and minute


def country_of_authority() -> str:
    """Return the code of the country of the first programme that tells one, or nothing."""
    agency = settings.AGENCY
    return next((code for name in agency.programmes if (code := agency.country(name))), "")


@cache
def locale_in(language: str, country: str) -> Locale | None:
    """Return what CLDR knows of a language in a country; None where it knows nothing of it."""
    try:
        return Locale.parse(f"{ALL[language].babel}_{country}") if country else None
    except UnknownLocaleError:
        return None


@cache
def pattern_of_clock(language: str, country: str) -> str:
    """Return how a time of day is written: as in the country, where its clock is another one.

    >>> [pattern_of_clock("es", country) for country in ("ES", "MX", "")]
    ['H:mm', 'h:mm\\u202fa', 'H:mm']
    """
    usual = str(locale_of(language).time_formats["short"].pattern)
    local = locale_in(language, country)
    pattern = str(local.time_formats["short"].pattern) if local else usual
    return usual if _has_halves(pattern) == _has_halves(usual) else pattern


def has_halves(country: str) -> bool:
    """Tell whether the day has two halves of twelve hours for people of a country.

    >>> has_halves("US"), has_halves("FR"), has_halves("")
    (True, False, False)
    """
    local = locale_in("en", country)
    return bool(local and _has_halves(str(local.time_formats["short"].pattern)))


def _has_halves(pattern: str) -> bool:
    return "h" in _QUOTED.sub("", pattern)
