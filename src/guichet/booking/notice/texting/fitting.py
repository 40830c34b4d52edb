"""Which wording of a text message goes out: the fullest that fits its part, or its two parts."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain, product

from babel.dates import format_skeleton

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.post import issuer
from guichet.post.texting import as_sent, segments
from guichet.web.formats.dates import day_with_hour, short_day, time_of, with_ordinal
from guichet.web.languages import locale_of
from guichet.web.pages.render import sentence

# As months are numbered in Polish: "paź" has a letter that halves the room of a text message.
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()

# Languages whose letters are sent as two bytes: 70 of them are one part of a message.
NAMELESS = frozenset({"vi", "ko", "zh-Hans", "ar", "ru"})

type Names = dict[str, str]


def brief_day(day: date, language: str) -> str:
    """Return a day of the coming weeks in the least room that nobody misreads.

    >>> brief_day(date(2026, 8, 1), "fr"), brief_day(date(2026, 10, 4), "pl")
    ('1er aout', '4 X')
    """
    match language:
        case "ht":
            return short_day(day, language)
        case "pl":
            return f"{day.day} {_ROMAN[day.month - 1]}"
        case "ru":
            return f"{day:%d.%m}"
    text = format_skeleton("MMMd", day, locale=locale_of(language))
    if language == "fr":  # not 1º in others: º halves the room
        text = with_ordinal(text, day, language)
    return text.replace("août", "aout")  # the spelling of 1990; û halves the room


def days_of(notice: AppointmentNotice) -> list[str]:
    """Return the ways to name the day, the fullest first."""
    day, language = notice.starts_at.date(), notice.language
    return [short_day(day, language), brief_day(day, language)]


def moments(notice: AppointmentNotice) -> list[str]:
    """Return the ways to name day and hour together, the fullest first."""
    days, language = days_of(notice), notice.language
    hours = [(day, hour_of(notice)) for day in days]
    if notice.shares_phone:
        hours.append((days[-1], f"{clock_of(notice.starts_at, language)} ({_end_of(notice)})"))
    return [day_with_hour(day, hour, language) for day, hour in hours]


def numbered_days(notice: AppointmentNotice) -> list[str]:
    """Return the ways to say which of several is meant by the day and the number, without hour."""
    return [f"{day} (...{_end_of(notice)})" for day in days_of(notice)]


def hour_of(notice: AppointmentNotice) -> str:
    """Return the hour; of one of several on a telephone, with the end of its number."""
    hour = clock_of(notice.starts_at, notice.language)
    return f"{hour} (...{_end_of(notice)})" if notice.shares_phone else hour


def _end_of(notice: AppointmentNotice) -> str:
    return notice.confirmation_number[-3:]


def clock_of(at: datetime, language: str) -> str:
    """Return an hour without its wide spaces, which halve the room of a text message."""
    return " ".join(time_of(at, language).split())


def fullest(
    notice: AppointmentNotice,
    *wordings: Callable[[Names], str],
    days: Sequence[Sequence[str]] = (),
    parts: int = 1,
) -> str:
    """Return the fullest text of one part, or so many; where none is, the last wording's."""
    language = notice.language
    names_of_it = (notice.office_names, notice.office_places or notice.office_names)
    offices = dict.fromkeys(in_language(names, language)[0] for names in names_of_it)
    page = notice.short_url or notice.manage_url
    ways = [
        way
        for names in days or [days_of(notice)]
        for way in product(offices, [page, page.removeprefix("https://")], names)
    ]
    facts = {"time": hour_of(notice), "reason": notice.reason}
    texts = [
        partial(wording, {"office": office, "url": url, "day": on, **facts})
        for wording in wordings
        for office, url, on in ways
    ]
    with_name = (with_issuer(text(), language) for text in texts)
    if language in NAMELESS:
        wishes = chain([next(with_name)], (text() for text in texts))
        return _first_short(wishes, parts) or texts[-len(ways)]()
    long = texts[0] if parts == 1 else texts[-1]  # a third part says no more than the least
    return _first_short(with_name, parts) or with_issuer(long(), language)


def fitting(notice: AppointmentNotice, *wordings: Callable[[Names], str]) -> str:
    """Return the fullest text of one part that says day and hour of what people have noted.

    Of one of several at that hour, day and number tell as much; two parts where nothing fits.
    """
    text = fullest(notice, *wordings, days=(moments(notice),))
    if is_short(text) or not notice.shares_phone:
        return text
    numbered = fullest(notice, *wordings, days=(numbered_days(notice),))
    return numbered if is_short(numbered) else text


def _first_short(texts: Iterable[str], parts: int) -> str:
    """Return the first text that goes out in so many parts; empty where none does."""
    return next((text for text in texts if is_short(text, parts)), "")


def is_short(text: str, parts: int = 1) -> bool:
    return parts_of(text) <= parts


def parts_of(text: str) -> int:
    """Return in how many parts a text goes out."""
    return segments(as_sent(text))


def with_issuer(text: str, language: str) -> str:
    """Return a text with whose it is before it."""
    # Translators: a text message: who writes, and what the message says
    return sentence(
        "%(name)s: %(message)s", language, name=issuer.text_name(language), message=text
    )
