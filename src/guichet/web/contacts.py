"""Whom to ask in each programme, and from where: no page says "call us" without a number.

A number is shown with the countries it can be called from, as the agency's `agency.toml` has
them. Where there is none for a country, the page says so and names another way. No number is made
up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from guichet.agency import model
from guichet.agency.faults import WARNING, Fault
from guichet.web.formats.countries import country_name, listed_language, sort_key
from guichet.web.programmes import PROGRAMMES

_BETWEEN = {"ar": "، ", "ja": "、", "zh-Hans": "、", "zh-Hant": "、"}  # two names of a list
# Are called as the country they belong to.
_PART_OF = dict.fromkeys(("PR", "GU", "VI", "AS", "MP"), "US")


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A telephone number, and the countries it can be called from by their codes."""

    phone: str
    e164: str
    countries: tuple[str, ...]  # none: from everywhere
    where: str  # the same by their names
    is_text: bool  # for text telephones of people who are deaf or hard of hearing


@dataclass(frozen=True, slots=True)
class Contact:
    """The ways to ask in one programme: by telephone, in writing, and at a desk if it has one."""

    lines: tuple[PhoneLine, ...]
    url: str
    host: str
    has_desk: bool
    email: str = ""
    hours: str = ""
    cost: str = ""
    languages: str = ""  # those that are spoken, by their names
    lines_abroad: tuple[PhoneLine, ...] = ()
    abroad: Mapping[str, tuple[PhoneLine, ...]] = field(default_factory=dict)  # by country

    def callable_from(self, country: str) -> tuple[PhoneLine, ...]:
        """Return the numbers that can be called in a country, the best first; perhaps none."""
        place = _PART_OF.get(country, country)
        own = self.abroad.get(place)
        if own is not None:
            return own
        return tuple(line for line in self.lines if place in line.countries or not line.countries)

    @property
    def all_lines(self) -> tuple[PhoneLine, ...]:
        """Return every number, those of people abroad with the countries they are for."""
        return (*self.lines, *self.lines_abroad)

    @property
    def is_by_country(self) -> bool:
        """Tell whether each number is for some countries alone, and there is no mail besides."""
        besides = self.email or self.lines_abroad
        return all(line.countries for line in self.lines) and not besides

    @property
    def voice(self) -> tuple[PhoneLine, ...]:
        """Return the numbers at which one speaks."""
        return tuple(line for line in self.lines if not line.is_text)


@lru_cache(maxsize=32)
def contact_of(programme: str, language: str) -> Contact:
    """Return whom to ask in a programme, as a page in a language says it."""
    own = settings.AGENCY.contact(programme)
    url = own.url.in_language(language) if own.url else ""
    return Contact(
        lines=tuple(_line(line, language) for line in own.lines),
        url=url,
        host=(urlsplit(url).hostname or "").removeprefix("www."),
        has_desk=PROGRAMMES[programme].has_desk,
        email=own.email,
        hours=own.hours.in_language(language) if own.hours else "",
        cost=own.cost.in_language(language) if own.cost else "",
        languages=_BETWEEN.get(language, ", ").join(
            listed_language(code, language) for code in own.languages
        ),
        lines_abroad=tuple(
            _line(line, language, countries=line.callable_from or other.countries)
            for other in own.abroad
            for line in other.lines
        ),
        abroad={
            country: tuple(_line(line, language) for line in other.lines)
            for other in own.abroad
            for country in other.countries
        },
    )


def spoken(language: str) -> str:
    """Return the languages in which agents answer, those of every programme, by their names."""
    agency = settings.AGENCY
    codes = [code for each in agency.programmes for code in agency.contact(each).languages]
    names = [listed_language(code, language) for code in dict.fromkeys(codes)]
    return _BETWEEN.get(language, ", ").join(names)


def publisher() -> model.PublicBody:
    """Return who runs the site: of the environment, else of the imprint, else the agency itself.

    It has no name where the site is a demonstration and nobody says otherwise.
    """
    own = settings.AGENCY.imprint
    if settings.OPERATOR:
        own = model.PublicBody(name=model.Phrase({"": settings.OPERATOR}, ""))
    elif own.name is None and not settings.AGENCY.is_demonstration:
        own = replace(own, name=settings.AGENCY.name)
    return replace(own, email=settings.OPERATOR_EMAIL or own.email)


def unnamed_controller(folder: Path) -> Iterator[Fault]:
    """Yield that the page about privacy names nobody, as the law asks; a demonstration may."""
    controller = replace(settings.AGENCY.privacy, authority=None, authority_url="")
    if controller == model.PublicBody() and not settings.AGENCY.is_demonstration:
        sentence = (
            "privacy names nobody: the page about privacy does not say who is responsible for the"
            " data, and whom people ask about theirs. Say it in [privacy]."
        )
        yield Fault(WARNING, "", "agency.toml", 0, sentence)


def _line(line: model.ContactLine, language: str, countries: tuple[str, ...] = ()) -> PhoneLine:
    names = [country_name(code, language) for code in countries or line.callable_from]
    names.sort(key=lambda name: sort_key(name, language))
    return PhoneLine(
        phone=line.phone,
        e164=line.e164,
        countries=line.callable_from,
        where=_BETWEEN.get(language, ", ").join(names),
        is_text=line.is_text,
    )
