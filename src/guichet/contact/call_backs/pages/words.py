"""How pages say times, windows and languages, to agents and to the public."""

from datetime import datetime

from guichet.kernel.reading.days import authority_zone
from guichet.web.formats.dates import day_with_hour, plain_day, short_day, time_of, zone_name
from guichet.web.languages import ALL
from guichet.web.words import Say, speaker

TOPIC = "calls_staff"


def says(language: str) -> Say:
    """Return what says the sentences of these pages."""
    return speaker(language, TOPIC)


def clock_of(at: datetime, language: str) -> str:
    """Return an hour on the authority's clock."""
    return time_of(at.astimezone(authority_zone()), language)


def window_of(starts_at: datetime, ends_at: datetime, language: str) -> dict[str, str]:
    """Return a window in words: its day, its two hours and whose clock it is."""
    local = starts_at.astimezone(authority_zone())
    return {
        "from": day_with_hour(
            short_day(local.date(), language), time_of(local, language), language
        ),
        "until": clock_of(ends_at, language),
        "zone": zone_name(local, language),
    }


def day_of(at: datetime, language: str) -> str:
    """Return the day of a moment on the authority's calendar."""
    return plain_day(at.astimezone(authority_zone()).date(), language)


def zone_of(at: datetime, language: str) -> str:
    """Return the name of the authority's zone at a moment."""
    return zone_name(at.astimezone(authority_zone()), language)


def name_of(code: str) -> str:
    """Return what a language calls itself; its code, where the site has no such language."""
    return ALL[code].endonym if code in ALL else code
