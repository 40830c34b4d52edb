"""Whom to ask in each programme, and from where: no page says "call us" without a number.

A number is shown with the countries it can be called from, as `content/routine/links.csv` has
them. Where there is none for a country, the page says so and names another way. No number is made
up.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from guichet.kernel.content import layers
from guichet.web.formats.countries import country_name

APPOINTMENTS, ETA = "infopass", "eta"  # as the table names the programmes
_BETWEEN = {"ar": "، ", "ja": "、", "zh-Hans": "、", "zh-Hant": "、"}  # two names of a list
# Are called as the country they belong to.
_PART_OF = dict.fromkeys(("PR", "GU", "VI", "AS", "MP"), "US")


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A telephone number, and the countries it can be called from by their codes."""

    phone: str
    e164: str
    countries: tuple[str, ...]
    where: str  # the same by their names
    is_text: bool  # for text telephones of people who are deaf or hard of hearing


@dataclass(frozen=True, slots=True)
class Contact:
    """The ways to ask in one programme: by telephone, in writing, and at a desk if it has one."""

    lines: tuple[PhoneLine, ...]
    url: str
    host: str
    has_desk: bool

    def callable_from(self, country: str) -> tuple[PhoneLine, ...]:
        """Return the numbers that can be called in a country, the best first; perhaps none."""
        place = _PART_OF.get(country, country)
        return tuple(line for line in self.lines if place in line.countries)

    @property
    def voice(self) -> tuple[PhoneLine, ...]:
        """Return the numbers at which one speaks."""
        return tuple(line for line in self.lines if not line.is_text)


@lru_cache(maxsize=32)
def contact_of(programme: str, language: str) -> Contact:
    """Return whom to ask in a programme; pages on the web are in French where there is one."""
    rows = [row for row in _rows() if row["service"] == programme and row["ask"]]
    web = next(row for row in rows if "web" in row["ask"].split())
    url = (web["url_alternate_language"] if language == "fr" else "") or web["url"]
    return Contact(
        lines=tuple(_line(row, language) for row in rows if row["phone_e164"]),
        url=url,
        host=(urlsplit(url).hostname or "").removeprefix("www."),
        has_desk=programme == APPOINTMENTS,
    )


def _line(row: dict[str, str], language: str) -> PhoneLine:
    countries = tuple(row["callable_from"].split())
    names = [country_name(code, language) for code in countries]
    return PhoneLine(
        phone=row["phone_display"],
        e164=row["phone_e164"],
        countries=countries,
        where=_BETWEEN.get(language, ", ").join(names),
        is_text="text_phone" in row["ask"].split(),
    )


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    path = settings.CONTENT_DIR / "routine" / "links.csv"
    with layers.at(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
