"""Days, times and numbers as each language writes them.

CLDR through Babel, with repairs: Haitian Creole, for which Babel has only French, takes its
names from `content/languages/`; and a few patterns read better. Numbers keep Latin digits in
every language, Arabic included, so that what is read is what must be typed. The same days and
times repeat from page to page, so they are cached.
"""

import csv
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from babel.numbers import format_decimal
from django.conf import settings

from guichet.kernel.content import layers
from guichet.kernel.reading.births import Birth
from guichet.kernel.reading.days import authority_day
from guichet.web.formats.territory import (
    country_of_authority,
    has_halves,
    locale_in,
    pattern_of_clock,
)
from guichet.web.languages import locale_of

_LANGUAGES = settings.CONTENT_DIR / "languages"
FIRST_OF_MONTH = {"fr": "1er", "it": "1º", "pt": "1º"}  # CLDR has plain figures
_ONE = re.compile(r"\b1\b")
_MISSPELLED = {"fil": ("Hilangang", "Hilagang")}  # "north", in CLDR's names of zones
_COMMA = {"ht", "it", "pl", "pt"}  # between day and time, where CLDR has nothing
# CLDR names the first day of the week by territory. Where it knows nothing of a language in the
# authority's, most readers live where these begin on Sunday.
_SUNDAY_FIRST = {"en", "es", "pt", "ko", "zh-Hant", "ar", "fil", "ja"}


def _rows(name: str) -> list[dict[str, str]]:
    with layers.at(_LANGUAGES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_HAITIAN = {(row["kind"], int(row["index"])): row for row in _rows("calendar_names_ht.csv")}
_HAITIAN_ZONES = {row["zone"]: row["name"] for row in _rows("zone_names_ht.csv")}


@lru_cache(maxsize=4096)
def long_day(day: date, language: str) -> str:
    """Return weekday, day, month and year.

    >>> long_day(date(2026, 11, 23), "en"), long_day(date(2026, 11, 23), "ht")
    ('Monday, November 23, 2026', 'lendi 23 novanm 2026')
    """
    if language == "ht":
        return f"{_haitian('weekday', day.isoweekday())} {_haitian_date(day)}"
    return with_ordinal(format_date(day, "full", locale=locale_of(language)), day, language)


@lru_cache(maxsize=4096)
def plain_day(day: date, language: str) -> str:
    """Return day, month and year, as a date of birth or a deadline is written.

    >>> plain_day(date(2026, 11, 1), "fr"), plain_day(date(2026, 11, 1), "ht")
    ('1er novembre 2026', '1ye novanm 2026')
    """
    if language == "ht":
        return _haitian_date(day)
    return with_ordinal(format_date(day, "long", locale=locale_of(language)), day, language)


def plain_day_here(at: date, language: str) -> str:
    """Return a day as `plain_day` does; of a moment, the one it is on the authority's clock."""
    return plain_day(authority_day(at), language)


def birthday(born: Birth, language: str) -> str:
    """Return a date of birth as far as it is known.

    >>> may = date(1980, 5, 1)
    >>> birthday(Birth(may, "month"), "fr"), birthday(Birth(may, "year"), "ja")
    ('mai 1980', '1980年')
    """
    if not born.precision:
        return plain_day(born.first, language)
    if born.precision == "month":
        return month_name(born.first.year, born.first.month, language)
    if language == "ht":
        return str(born.first.year)
    return format_skeleton("y", born.first, locale=locale_of(language))


@lru_cache(maxsize=4096)
def short_day(day: date, language: str) -> str:
    """Return a day of the coming weeks in little room, without its year.

    >>> short_day(date(2026, 11, 23), "en"), short_day(date(2026, 11, 23), "ht")
    ('Mon, Nov 23', 'len. 23 nov.')
    """
    if language == "ht":
        weekday = _haitian("weekday", day.isoweekday(), width="abbreviation")
        return f"{weekday} {day.day} {_haitian('month', day.month, width='abbreviation')}"
    text = format_skeleton("MMMEd", day, locale=locale_of(language))
    return with_ordinal(text, day, language)


def with_ordinal(text: str, day: date, language: str) -> str:
    """Return a formatted day whose first of the month is written as the language writes it.

    >>> with_ordinal("1 janv. 2026", date(2026, 1, 1), "fr")
    '1er janv. 2026'
    """
    if day.day == 1 and language in FIRST_OF_MONTH:
        text = _ONE.sub(FIRST_OF_MONTH[language], text, count=1)
    return widened(text)


def time_of(moment: datetime, language: str) -> str:
    """Return the time of day an aware moment shows on the clock of its own zone.

    >>> at = datetime(2026, 11, 23, 14, 30, tzinfo=ZoneInfo("America/New_York"))
    >>> time_of(at, "en"), time_of(at, "ko"), time_of(at, "fr")
    ('2:30\\xa0PM', '오후 2:30', '14:30')
    """
    return clock(moment.hour, moment.minute, language)


def clock(hour: int, minute: int, language: str) -> str:
    """Return a time of day on the wall, as opening hours are written where the authority is."""
    return _clock(hour, minute, language, country_of_authority())


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, language: str, country: str) -> str:
    if language == "ht" and has_halves(country):  # as notices in Haitian Creole write it there
        return f"{hour % 12 or 12}:{minute:02}\xa0{'AM' if hour < 12 else 'PM'}"
    pattern = pattern_of_clock(language, country)
    if language == "ko":  # Its short names of morning and afternoon are English.
        pattern = pattern.replace("a", "aaaa")
    return widened(format_time(time(hour, minute), pattern, locale=locale_of(language)))


def moment(at: datetime, language: str) -> str:
    """Return weekday, date and time of an aware moment, on the clock of its own zone."""
    day, hour = long_day(at.date(), language), time_of(at, language)
    return day_with_hour(day, hour, language)


def day_with_hour(day: str, hour: str, language: str) -> str:
    """Return a day and an hour, both in words already, as the language puts them together.

    >>> day_with_hour("Tue, Dec 1", "1:40 PM", "en"), day_with_hour("mad. 1 des.", "9:00", "ht")
    ('Tue, Dec 1, 1:40 PM', 'mad. 1 des., 9:00')
    """
    if language in _COMMA:
        return f"{day}, {hour}"
    pattern = str(locale_of(language).datetime_formats["full"])
    return pattern.replace("{1}", day).replace("{0}", hour)


MINUS = "\u2212"  # where a hyphen stood, a line could end


def zone_name(at: datetime, language: str) -> str:
    """Return the name of the zone in force at an aware moment, with its distance from Greenwich.

    >>> zone_name(datetime(2026, 11, 23, tzinfo=ZoneInfo("America/New_York")), "en")
    'Eastern Standard Time (GMT−5)'
    """
    # Nothing may be cached by `at` itself: equal moments of two zones are one key.
    key = getattr(at.tzinfo, "key", "UTC")
    # Not by `dst`: Ireland calls its summer the standard time, and winter is the exception there.
    january, july = (at.replace(month=month, day=1).utcoffset() for month in (1, 7))
    is_summer = january != july and at.utcoffset() == max(filter(None, (january, july)))
    return f"{_zone(key, is_summer, language)} ({distance(at)})"


def distance(at: datetime) -> str:
    """Return how far the zone of an aware moment is from Greenwich then.

    >>> distance(datetime(2026, 11, 23, tzinfo=ZoneInfo("America/New_York")))
    'GMT−5'
    """
    return _distance(int((at.utcoffset() or timedelta()).total_seconds()) // 60)


@lru_cache(maxsize=2048)
def _zone(key: str, is_summer: bool, language: str) -> str:
    if language == "ht":
        return _HAITIAN_ZONES.get(key, "lè " + key.rpartition("/")[2].replace("_", " "))
    variant: Literal["daylight", "standard"] = "daylight" if is_summer else "standard"
    name = get_timezone_name(ZoneInfo(key), zone_variant=variant, locale=locale_of(language))
    return name.replace(*_MISSPELLED.get(language, ("", "")))


def _distance(minutes: int) -> str:
    if not minutes:
        return "GMT"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else MINUS
    return f"GMT{sign}{hours}" + (f":{rest:02}" if rest else "")


@lru_cache(maxsize=1024)
def month_name(year: int, month: int, language: str) -> str:
    """Return a month with its year, as the head of a calendar.

    >>> month_name(2026, 11, "pl"), month_name(2026, 11, "ht")
    ('listopad 2026', 'novanm 2026')
    """
    if language == "ht":
        return f"{_haitian('month', month)} {year}"
    return widened(format_skeleton("yMMMM", date(year, month, 1), locale=locale_of(language)))


def date_order(language: str) -> tuple[str, str, str]:
    """Return day, month and year in the order in which the language writes them.

    >>> date_order("en"), date_order("ko"), date_order("fr")
    (('month', 'day', 'year'), ('year', 'month', 'day'), ('day', 'month', 'year'))
    """
    if language in {"en", "fil"}:
        return "month", "day", "year"
    if language in {"zh-Hans", "zh-Hant", "ja", "ko"}:
        return "year", "month", "day"
    return "day", "month", "year"


@lru_cache(maxsize=64)
def months(language: str) -> tuple[str, ...]:
    """Return the twelve months by name, for a choice."""
    if language == "ht":
        return tuple(_haitian("month", number) for number in range(1, 13))
    names = locale_of(language).months["stand-alone"]["wide"]
    return tuple(names[number] for number in range(1, 13))


@lru_cache(maxsize=128)
def weekday_names(language: str, width: str = "wide") -> tuple[str, ...]:
    """Return the weekdays from Monday to Sunday, `wide` or `abbreviated`.

    >>> weekday_names("ht")[0], weekday_names("fr", "abbreviated")[0]
    ('lendi', 'lun.')
    """
    if language == "ht":
        column = "name" if width == "wide" else "abbreviation"
        return tuple(_haitian("weekday", number, width=column) for number in range(1, 8))
    names = locale_of(language).days["stand-alone"][width]
    return tuple(names[number] for number in range(7))


def first_weekday(language: str) -> int:
    """Return the weekday a calendar begins with, as `date.weekday()` counts them: Monday is 0."""
    local = locale_in(language, country_of_authority())
    if local is not None:
        return int(local.first_week_day)
    return 6 if language in _SUNDAY_FIRST else 0


@lru_cache(maxsize=4096)
def number(value: int, language: str) -> str:
    """Return a whole number with the separators of the language.

    >>> number(1234567, "en"), number(1234, "ar")
    ('1,234,567', '1,234')
    """
    return widened(format_decimal(value, locale=locale_of(language), numbering_system="latn"))


def widened(text: str) -> str:
    """Return the text with wide spaces for narrow ones, which many fonts lack."""
    return text.replace("\u202f", "\xa0")


def _haitian(kind: str, index: int, *, width: str = "name") -> str:
    return _HAITIAN[kind, index][width]


def _haitian_date(day: date) -> str:
    first = "1ye" if day.day == 1 else str(day.day)
    return f"{first} {_haitian('month', day.month)} {day.year}"
