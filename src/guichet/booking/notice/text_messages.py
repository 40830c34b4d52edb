"""The text messages about appointments: what happened and where to look, nothing of the person.

A telephone may be shared or may have another owner by now. Each is written to go out in one part:
of several ways to name the office, the day and the page, the first that lets it is taken.
Where letters are sent as two bytes the agency's name stands there only if it fits beside the rest.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, product

from babel.dates import format_skeleton

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.post import issuer
from guichet.post.texting import as_sent, segments
from guichet.web.formats.dates import day_with_hour, short_day, time_of, with_ordinal
from guichet.web.formats.durations import duration
from guichet.web.languages import locale_of
from guichet.web.pages.render import sentence

# As months are numbered in Polish: "paź" has a letter that halves the room of a text message.
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()

# Languages whose letters are sent as two bytes: 70 of them are one part of a message.
_NAMELESS = frozenset({"vi", "ko", "zh-Hans", "ar", "ru"})

type Names = dict[str, str]


def lost_code_text(code: str, *, language: str, minutes: int) -> str:
    """Return the text message with the one-time code that opens a lost notice."""
    # Translators: a text message; 71 signs at most beside what is filled in
    return sentence(
        "%(name)s: your code is %(code)s, good for %(duration)s. Give it to nobody.",
        language,
        name=issuer.text_name(language),
        code=code,
        duration=duration(minutes, language),
    )


def closure_text(notice: AppointmentNotice) -> str:
    """Return the text that tells of a closure: office, day and where to go.

    Where a time is kept for them that is its page, unless the text would take a second part.
    """
    if notice.closed_for_hours:  # the day is open: only their hour is not
        return office_cancel_text(_to_offer(notice))
    if notice.offer:
        text = _closure_text(_to_offer(notice))
        return text if _is_one_part(text) else _closure_text(replace(notice, offer=None))
    return _closure_text(notice)


def _to_offer(notice: AppointmentNotice) -> AppointmentNotice:
    return replace(notice, short_url=notice.offer.url) if notice.offer else notice


def _closure_text(notice: AppointmentNotice) -> str:
    def why(names: Names) -> str:
        # Translators: a text message; the reason is a sentence; shown where it fits into one part
        return sentence(
            "%(office)s is closed on %(day)s. %(reason)s Choose another time: %(url)s",
            notice.language,
            **names,
        )

    def wording(names: Names) -> str:
        # Translators: a text message; 55 signs at most beside what is filled in, 25 in two bytes
        return sentence(
            "%(office)s is closed on %(day)s. Choose another time: %(url)s",
            notice.language,
            **names,
        )

    def whole(names: Names) -> str:
        # Translators: a text message, shown where it fits into one part
        return sentence("%(office)s: closed %(day)s. New time: %(url)s", notice.language, **names)

    wordings = [whole, wording] if notice.language in _NAMELESS else [wording]
    return _in_one_part(notice, *([why] if notice.reason else []), *wordings)


def closure_ended_text(notice: AppointmentNotice) -> str:
    """Return the text that tells that the office is open after all."""

    def wording(names: Names) -> str:
        # Translators: a text message; 55 signs at most beside what is filled in, see above
        return sentence(
            "%(office)s is open on %(day)s after all. Your appointment takes place. %(url)s",
            notice.language,
            **names,
        )

    return _in_one_part(notice, wording)


def office_cancel_text(notice: AppointmentNotice) -> str:
    """Return the text that tells of what the office cancelled: its day, and why where it fits."""

    def why(names: Names) -> str:
        # Translators: a text message; the reason is a sentence; shown where it fits into one part
        return sentence(
            "%(office)s: we canceled your appointment on %(day)s. %(reason)s %(url)s",
            notice.language,
            **names,
        )

    def by_us(names: Names) -> str:
        # Translators: a text message, shown where it fits into one part
        return sentence(
            "%(office)s: we canceled your appointment on %(day)s. %(url)s", notice.language, **names
        )

    def whole(names: Names) -> str:
        # Translators: a text message; 55 signs at most beside what is filled in
        return sentence(
            "%(office)s: your appointment on %(day)s is canceled. %(url)s", notice.language, **names
        )

    def without_day(names: Names) -> str:
        # Translators: a text message; 30 signs at most beside what is filled in, 20 in two bytes
        return sentence("%(office)s: appointment canceled. %(url)s", notice.language, **names)

    wordings = (*([why] if notice.reason else []), by_us, whole)
    text = _in_one_part(notice, *wordings, days=(_moments(notice),))
    return text if _is_one_part(text) else _in_one_part(notice, by_us, whole, without_day)


def office_change_text(notice: AppointmentNotice) -> str:
    """Return the text that tells that staff moved an appointment, and to which day and hour.

    The hour is worth more than the office, which stays: its page tells it. Only where even so no
    way to say both goes out in one part does it say the day, or that something has changed.
    """

    def whole(names: Names) -> str:
        # Translators: a text message; 55 signs at most beside what is filled in
        return sentence(
            "%(office)s: your appointment is now on %(day)s. %(url)s", notice.language, **names
        )

    def brief(names: Names) -> str:
        # Translators: a text message: the appointment is at another time now, which follows;
        # 40 signs at most beside what is filled in, and 14 where letters are sent as two bytes
        return sentence("%(office)s: appointment now %(day)s. %(url)s", notice.language, **names)

    def least(names: Names) -> str:
        # Translators: a text message: the appointment is at another time now, which follows;
        # 30 signs at most beside what is filled in, and 8 where letters are sent as two bytes
        return sentence("%(office)s: now %(day)s. %(url)s", notice.language, **names)

    def alone(names: Names) -> str:
        # Translators: a text message; 40 signs at most beside what is filled in, and 20 where
        # letters are sent as two bytes
        return sentence("Your appointment is now on %(day)s. %(url)s", notice.language, **names)

    text = _in_one_part(notice, whole, brief, least, alone, days=(_moments(notice),))
    if _is_one_part(text):
        return text
    changed = _in_one_part(notice, least, partial(_changed, notice.language))
    return changed if _is_one_part(changed) else text


def _changed(language: str, names: Names) -> str:
    # Translators: a text message; 55 signs at most beside what is filled in, see above
    return sentence(
        "%(office)s has changed your appointment. Please look at %(url)s", language, **names
    )


def place_changed_text(notice: AppointmentNotice) -> str:
    """Return the text that tells where to come now: day, office and address, nothing else.

    Each line of the address stands on its own, so that it runs in its own direction.
    """
    language = notice.language
    # Translators: a text message; 43 signs at most beside what is filled in
    opening = sentence(
        "%(name)s: new address for your appointment on %(day)s:",
        language,
        name=issuer.text_name(language),
        day=short_day(notice.starts_at.date(), language),
    )
    room = [sentence("Room: %(room)s", language, room=notice.room)] if notice.room else []
    office = in_language(notice.office_names, language)[0]
    return "\n".join([opening, office, *notice.address_lines, *room])


def reminder_text(notice: AppointmentNotice) -> str:
    """Return the text that reminds of an appointment: office, day, hour and where to change it.

    The hour is what people need most: a text that has no room for it takes a second part.
    """

    def whole(names: Names) -> str:
        # Translators: a text message, shown where it fits into one part
        return sentence(
            "%(office)s: appointment on %(day)s, %(time)s. To change it: %(url)s",
            notice.language,
            **names,
        )

    def brief(names: Names) -> str:
        # Translators: a text message; 40 signs at most beside what is filled in, and 14 where
        # letters are sent as two bytes, see above
        return sentence(
            "%(office)s: appointment %(day)s, %(time)s. %(url)s", notice.language, **names
        )

    return _in_one_part(notice, whole, brief, whole)


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


def _days(notice: AppointmentNotice) -> list[str]:
    """Return the ways to name the day, the fullest first."""
    day, language = notice.starts_at.date(), notice.language
    return [short_day(day, language), brief_day(day, language)]


def _moments(notice: AppointmentNotice) -> list[str]:
    """Return the ways to name day and hour together."""
    hour = _hour(notice)
    return [day_with_hour(day, hour, notice.language) for day in _days(notice)]


def _hour(notice: AppointmentNotice) -> str:
    """Return the hour; of several at the same one, with the end of the number of this one."""
    # Wide spaces of a time halve the room of a text message.
    hour = " ".join(time_of(notice.starts_at, notice.language).split())
    return f"{hour} (...{notice.confirmation_number[-3:]})" if notice.shares_hour else hour


def _in_one_part(
    notice: AppointmentNotice, *wordings: Callable[[Names], str], days: Sequence[Sequence[str]] = ()
) -> str:
    """Return the fullest text that goes out in one part; where none does, the last wording's."""
    language = notice.language
    names_of_it = (notice.office_names, notice.office_places or notice.office_names)
    offices = dict.fromkeys(in_language(names, language)[0] for names in names_of_it)
    page = notice.short_url or notice.manage_url
    ways = [
        way
        for names in days or [_days(notice)]
        for way in product(offices, [page, page.removeprefix("https://")], names)
    ]
    facts = {"time": _hour(notice), "reason": notice.reason}
    texts = [
        partial(wording, {"office": office, "url": url, "day": on, **facts})
        for wording in wordings
        for office, url, on in ways
    ]
    with_name = (with_issuer(text(), language) for text in texts)
    if language in _NAMELESS:
        wishes = chain([next(with_name)], (text() for text in texts))
        return _first_in_one_part(wishes) or texts[-len(ways)]()
    return _first_in_one_part(with_name) or with_issuer(texts[0](), language)


def _first_in_one_part(texts: Iterable[str]) -> str:
    """Return the first text that goes out in one part; empty where none does."""
    return next(filter(_is_one_part, texts), "")


def _is_one_part(text: str) -> bool:
    return segments(as_sent(text)) == 1


def with_issuer(text: str, language: str) -> str:
    """Return a text with whose it is before it."""
    # Translators: a text message: who writes, and what the message says
    return sentence(
        "%(name)s: %(message)s", language, name=issuer.text_name(language), message=text
    )
