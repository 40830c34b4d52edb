"""How far something is, as the reader writes it: in miles within the United States."""

from babel.units import format_unit

from guichet.web.languages import locale_of

MILES = 0.621371  # in a kilometer
_TEN = 10  # beyond so many, tens are enough
_HAITIAN = {"length-mile": "mil", "length-kilometer": "kilomèt"}


def distance(kilometers: int, language: str, *, country: str = "") -> str:
    """Return a distance in a country; beyond ten it is rounded to tens.

    >>> distance(1052, "fr", country="IT"), distance(50, "en", country="US"), distance(8, "ht")
    ('1\xa0050\xa0km', '30 miles', '8 kilomèt')
    """
    unit = "length-mile" if country == "US" else "length-kilometer"
    count = round(kilometers * MILES) if country == "US" else kilometers
    count = round(count, -1) if count > _TEN else count
    if language == "ht":
        return f"{count} {_HAITIAN[unit]}"
    width = "long" if country == "US" else "short"
    shown = format_unit(count, unit, width, locale=locale_of(language), numbering_system="latn")  # type: ignore[arg-type]
    return str(shown).replace("\u202f", "\xa0")
