"""Lengths of time in words."""

from functools import lru_cache
from typing import Final

from babel.units import format_unit

from guichet.web.languages import locale_of

_WIDTHS: Final = ("long", "short")  # Babel's data has only the short ones for some languages.


@lru_cache(maxsize=1024)
def duration(minutes: int, language: str) -> str:
    """Return a length of time in hours and minutes.

    >>> duration(20, "en"), duration(90, "en"), duration(20, "ht"), duration(20, "ko")
    ('20 minutes', '1 hour 30 minutes', '20 minit', '20분')
    """
    hours, rest = divmod(minutes, 60)
    parts = [_measure(hours, "hour", language)] if hours else []
    if rest or not hours:
        parts.append(_measure(rest, "minute", language))
    return (" و" if language == "ar" else " ").join(parts)


@lru_cache(maxsize=128)
def days_or_hours(hours: int, language: str) -> str:
    """Return a length of time in days where it is whole days, else in hours.

    >>> days_or_hours(3, "en"), days_or_hours(168, "en"), days_or_hours(24, "ht")
    ('3 hours', '7 days', '1 jou')
    """
    days, rest = divmod(hours, 24)
    return _measure(hours, "hour", language) if rest else _measure(days, "day", language)


_OWN_UNITS = {
    "ht": {"day": "jou", "hour": "èdtan", "minute": "minit"},
    "fil": {"day": "araw", "hour": "oras"},
}


def _measure(count: int, unit: str, language: str) -> str:
    if own := _OWN_UNITS.get(language, {}).get(unit):
        return f"{count} {own}"
    name = f"duration-{unit}"
    texts = [format_unit(count, name, width, locale=locale_of(language)) for width in _WIDTHS]
    return next(text for text in texts if name not in text)
