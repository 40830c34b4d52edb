"""A stand-in for guichet.web.render.sentence and guichet.web.dates until they are there."""

from datetime import date, datetime

from babel import Locale, units
from babel import dates as cldr

RIGHT_TO_LEFT = {"ar"}


def sentence(text: str, language: str, **placeholders: object) -> str:
    return text % placeholders


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def long_day(day: date, language: str) -> str:
    return cldr.format_date(day, "full", locale=_locale(language))


def time_of(moment: datetime, language: str) -> str:
    return cldr.format_time(moment, "short", tzinfo=moment.tzinfo, locale=_locale(language))


def zone_name(moment: datetime, language: str) -> str:
    name = cldr.get_timezone_name(moment, locale=_locale(language))
    return f"{name} ({cldr.get_timezone_gmt(moment, locale=_locale(language))})"


def duration(minutes: int, language: str) -> str:
    return units.format_unit(minutes, "duration-minute", locale=_locale(language))
