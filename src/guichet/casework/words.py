"""The words of the officers' pages: sentences, codes in words, moments and lengths of time."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from babel.dates import format_date, format_timedelta
from markupsafe import Markup

from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.reading.days import authority_day, authority_zone
from guichet.staff.frame.words import zone
from guichet.web.formats.dates import time_of, with_ordinal
from guichet.web.languages import locale_of
from guichet.web.words import Say, speaker, texts

TOPIC, STAFF = "casework", "staff"
LETTERS = "letters/full"
_DAYS_FROM_HOURS = 72  # the promise is told in hours


def says(language: str) -> Say:
    """Return what says a sentence of the officers' pages."""
    return speaker(language, TOPIC)


def of_code(table: str, code: str, language: str) -> Markup:
    """Return the words of a code; what has none of its own is shown as it stands."""
    key = f"{table}.{code}"
    return says(language)(key) if key in texts(TOPIC) else Markup.escape(code)


def known_code(table: str, code: str) -> str:
    """Return a code that has words, or "other"."""
    return code if f"{table}.{code}" in texts(TOPIC) else "other"


def page_looked_at(page: str, language: str) -> str:
    """Return what somebody looked at: the page of a deed, or another one."""
    table = "deed" if known_code("deed", page) == page else "looked"
    return str(of_code(table, page, language))


def at_office(role: str, office: str, language: str) -> str:
    """Return a role at an office as the pages of staff call it; the office's code without one."""
    of_staff = texts(STAFF)
    if f"role.{role}" not in of_staff:
        return office
    values = {"role": of_staff.get(f"role.{role}", language).text, "office": office}
    return sentence_with(of_staff.get("posting.at", language).text, values)


def reason(code: str, language: str) -> str:
    """Return a reason as the person reads it in a letter."""
    topic = texts(LETTERS)
    key = f"reason.{code}"
    return topic.get(key if key in topic else "reason.other", language).text


def document(code: str, language: str) -> str:
    """Return what an officer asks for, as the person reads it."""
    topic = texts(LETTERS)
    key = f"wanted.{code}"
    if key in topic:
        return topic.get(key, language).text
    return str(of_code("wanted", code, language))


def label(field: str, language: str) -> str:
    """Return the name of a field of the form."""
    topic, key = texts("fields"), f"field.{field}.label"
    return topic.get(key, language).text if key in topic else field


def writing(code: str, language: str) -> Markup:
    """Return the hint for an officer who writes to somebody that reads letters in a language."""
    key = f"hint.language_{code}"
    if key in texts(TOPIC):
        return says(language)(key)
    name = locale_of(code).get_language_name(locale_of(language))
    return says(language)("hint.language", language=str(name))


def length(span: timedelta, language: str) -> str:
    """Return a length of time in one unit: an officer compares, and does not compute.

    >>> length(timedelta(hours=30), "en"), length(timedelta(days=-3), "fr")
    ('30 hours', '3\\xa0jours')
    """
    span = abs(span)
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if hours >= _DAYS_FROM_HOURS:
        return _length(span.days, "day", language)
    return _length(hours, "hour", language) if hours else _length(minutes, "minute", language)


@lru_cache(maxsize=4096)
def _length(count: int, unit: Literal["day", "hour", "minute"], language: str) -> str:
    span = timedelta(**{f"{unit}s": count})
    return format_timedelta(span, unit, threshold=1000, locale=locale_of(language))


def moment(at: datetime, language: str) -> str:
    """Return a moment in little room, on the authority's clock, by which everything here goes."""
    local = at.astimezone(authority_zone())
    return f"{short(local.date(), language)}, {time(at, language)}"


def time(at: datetime, language: str) -> str:
    """Return the time of a moment of the last hours, on the authority's clock.

    >>> time(datetime.fromisoformat("2026-11-23T15:32Z"), "fr")
    '10:32 HNE'
    """
    return f"{time_of(at.astimezone(authority_zone()), language)} {zone(at, language)}"


def second(at: datetime, language: str) -> str:
    """Return a moment to the second, as a record needs it."""
    local = at.astimezone(authority_zone())
    return f"{short(local.date(), language)}, {local:%H:%M:%S} {zone(at, language)}"


def day(at: date, language: str) -> str:
    """Return a day in little room; of a moment, the one it is on the authority's clock."""
    return short(authority_day(at), language)


@lru_cache(maxsize=4096)
def short(day: date, language: str) -> str:
    """Return a day with its year in little room.

    >>> short(date(2026, 11, 23), "en"), short(date(2026, 11, 23), "fr")
    ('Nov 23, 2026', '23 nov. 2026')
    """
    return with_ordinal(format_date(day, "medium", locale=locale_of(language)), day, language)
