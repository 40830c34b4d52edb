"""How far something is, as the reader writes it: in miles where roads are signed in miles."""

from typing import Literal

from babel.units import format_unit

from guichet.web.languages import locale_of

MILES = 0.621371  # in a kilometer
_TEN = 10  # beyond so many, tens are enough
_HAITIAN = {"length-mile": "mil", "length-kilometer": "kilomèt"}
# Miles are written out, kilometers short; for some languages Babel has only the short names.
_WIDTHS: dict[str, tuple[Literal["long", "short"], ...]] = {
    "length-mile": ("long", "short"),
    "length-kilometer": ("short", "long"),
}


def distance(kilometers: int, language: str, *, country: str = "") -> str:
    """Return a distance in a country; beyond ten it is rounded to tens.

    >>> distance(1052, "fr", country="IT"), distance(50, "en", country="US"), distance(8, "ht")
    ('1\\xa0050\\xa0km', '30 miles', '8 kilomèt')
    >>> distance(50, "zh-Hans", country="US"), distance(50, "vi", country="US")
    ('30英里', '30 dặm')
    """
    unit = "length-mile" if country == "US" else "length-kilometer"
    count = round(kilometers * MILES) if country == "US" else kilometers
    count = round(count, -1) if count > _TEN else count
    if language == "ht":
        return f"{count} {_HAITIAN[unit]}"
    locale = locale_of(language)
    texts = [format_unit(count, unit, width, locale=locale) for width in _WIDTHS[unit]]
    return next(text for text in texts if unit not in text).replace("\u202f", "\xa0")
