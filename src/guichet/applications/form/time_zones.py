"""The clocks of countries: which zones they have, and the one that all of a country goes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from guichet.eligibility import names
from guichet.eligibility.names import alpha2_of
from guichet.kernel.reading.days import authority_zone
from guichet.web.formats.countries import country_name, sort_key
from guichet.web.languages import locale_of

Options = tuple[tuple[str, str], ...]
# Where somebody leaves from, most likely; whoever knows better chooses another zone.
_PLACES = ("home_country", "work_country", "issuer")
_WINTER = datetime(2026, 1, 15, tzinfo=UTC)
_SUMMER = _WINTER + timedelta(days=182)


@lru_cache(maxsize=16)
def time_zones(language: str) -> Options:
    """Return the time zones by country and city.

    >>> dict(time_zones("fr"))["Europe/London"]
    'Royaume-Uni\\u202f: Londres'
    """
    locale = locale_of(language)
    colon = "\u202f:" if language == "fr" else ":"
    pairs = [
        (zone, f"{country_name(territory, language)}{colon} {_city(zone, locale)}")
        for territory, zones in _by_territory().items()
        for zone in zones
    ]
    return tuple(sorted(pairs, key=lambda pair: sort_key(pair[1], language)))


def near(answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the zones of the country that somebody leaves from, as far as the answers tell."""
    for key in _PLACES:
        if zones := _by_territory().get(alpha2_of(str(answers.get(key, "")))):
            return zones
    return ()


def only_zone(country: str) -> str:
    """Return the zone by which all of a country goes; nothing where its clocks differ.

    >>> only_zone("IRL"), only_zone("DEU"), only_zone("USA")
    ('Europe/Dublin', 'Europe/Berlin', '')
    """
    zones = _by_territory().get(alpha2_of(country), ())
    clocks = {_clock(zone) for zone in zones}
    return zones[0] if len(clocks) == 1 else ""


def likely(answers: Mapping[str, object]) -> str:
    """Return the zone that an answer can begin with; nothing where there are several."""
    zones = near(answers)
    return zones[0] if len({_clock(zone) for zone in zones}) == 1 else ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment on the authority's clock and, where another is known, on that of a country."""

    at: datetime
    own: datetime | None
    country: str

    @property
    def instant(self) -> str:
        """Return the moment as programs read it; a script tells it by the clock of the device."""
        return self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_in(country: object, at: datetime, language: str, *, zone: object = "") -> Moment:
    """Return a moment for somebody in a country; `zone`: which of its several clocks is theirs."""
    code, here = str(country or ""), at.astimezone(authority_zone())
    zone_name = only_zone(code) or (str(zone) if zone in near({"home_country": code}) else "")
    own = at.astimezone(ZoneInfo(zone_name)) if zone_name else None
    differs = own is not None and own.utcoffset() != here.utcoffset()
    return Moment(here, own if differs else None, names.name_of(code, language) if code else "")


def _clock(zone: str) -> tuple[timedelta | None, ...]:
    return tuple(at.astimezone(ZoneInfo(zone)).utcoffset() for at in (_WINTER, _SUMMER))


def _city(zone: str, locale: Locale) -> str:
    return get_timezone_location(zone, locale=locale, return_city=True)


@cache
def _by_territory() -> Mapping[str, tuple[str, ...]]:
    zones: dict[str, tuple[str, ...]] = {}
    for zone, territory in get_global("zone_territories").items():
        if territory != "001" and "/" in zone and not zone.startswith("Etc/"):
            zones[territory] = (*zones.get(territory, ()), zone)
    return zones
