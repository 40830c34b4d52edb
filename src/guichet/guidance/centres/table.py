"""The centres as the agency names them in `content/centres/centres.toml`, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache

from django.conf import settings

from guichet.kernel.content import layers
from guichet.kernel.reading import names
from guichet.web.formats.countries import country_name

LONGEST = 100  # of what is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """One centre; its hours are local, on weekdays that count from Monday, 1."""

    code: str
    name: str
    city: str
    cities: Mapping[str, str]  # by language, where it is called otherwise there
    country: str
    address: tuple[str, ...]
    phone: str
    weekdays: tuple[int, ...]
    opens: time
    closes: time
    computers: int
    scanners: int
    languages: tuple[str, ...]
    is_invented: bool


@cache
def centres() -> tuple[Centre, ...]:
    """Return every centre of the agency; none where it names none."""
    content = layers.toml(settings.CONTENT_DIR / "centres" / "centres.toml")
    return tuple(
        Centre(
            code=code,
            name=row["name"],
            city=row["city"],
            cities=row.get("cities", {}),
            country=row["country"],
            address=tuple(row["address"]),
            phone=row["phone"],
            weekdays=tuple(row["weekdays"]),
            opens=row["from"],
            closes=row["to"],
            computers=row["computers"],
            scanners=row["scanners"],
            languages=tuple(row["languages"]),
            is_invented=row.get("demonstration", False),
        )
        for code, row in content.get("centre", {}).items()
    )


def matching(words: str, language: str) -> Sequence[Centre]:
    """Return the centres whose city, name or country has these words, whatever the accents.

    A country counts by its name in the language, in English, and by its two letters; a city by
    every name that the table has of it.
    """
    wish = names.letters(words)
    return [centre for centre in centres() if not wish or _fits(centre, wish, language)]


def _fits(centre: Centre, wish: str, language: str) -> bool:
    texts = [centre.city, *centre.cities.values(), centre.name, *centre.address]
    texts += [country_name(centre.country, code) for code in (language, "en")]
    return wish == centre.country.lower() or any(wish in names.letters(text) for text in texts)
