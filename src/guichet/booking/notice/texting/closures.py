"""The text messages of closures: what is canceled, what is kept instead, and what holds again."""

from dataclasses import replace
from functools import partial

from guichet.booking.notice.appointment import AppointmentNotice, Offer
from guichet.booking.notice.text_messages import office_cancel_text
from guichet.booking.notice.texting.fitting import (
    NAMELESS,
    Names,
    brief_day,
    clock_of,
    fitting,
    fullest,
    is_short,
    moments,
)
from guichet.web.formats.dates import day_with_hour
from guichet.web.pages.render import sentence


def closure_text(notice: AppointmentNotice) -> str:
    """Return the text that tells of a closure: office, day and where to go.

    Where a time is kept for them it says until when, for "canceled" alone is read as the end.
    """
    if notice.offer:
        return _offer_text(notice, notice.offer)
    if notice.closed_for_hours:  # the day is open: only their hour is not
        return office_cancel_text(notice)
    return _closure_text(notice)


def _offer_text(notice: AppointmentNotice, offer: Offer) -> str:
    """Return that another time is kept, in two parts at most: the reason and the old day go first.

    Who does not read until when loses the place, which is worth a second part.
    """
    language = notice.language
    day, hour = brief_day(offer.until_at.date(), language), clock_of(offer.until_at, language)
    until = day_with_hour(day, hour, language)
    why, whole, least = (partial(each, language, until) for each in (_why_kept, _kept, _instead))
    at_its_page = replace(notice, short_url=offer.url)
    text = fullest(at_its_page, whole, days=(moments(notice),))
    if is_short(text):
        return text
    wordings = (*([why] if notice.reason else []), whole, least)
    return fullest(at_its_page, *wordings, days=(moments(notice),), parts=2)


def _why_kept(language: str, until: str, names: Names) -> str:
    # Translators: a text message; the reason is a sentence; shown where it fits into two parts
    return sentence(
        "%(office)s: we canceled your appointment on %(day)s. %(reason)s Another time is kept"
        " for you until %(until)s: %(url)s",
        language,
        **names,
        until=until,
    )


def _kept(language: str, until: str, names: Names) -> str:
    # Translators: a text message of two parts; 120 signs at most beside what is filled in
    return sentence(
        "%(office)s: we canceled your appointment on %(day)s. Another time is kept for you"
        " until %(until)s: %(url)s",
        language,
        **names,
        until=until,
    )


def _instead(language: str, until: str, names: Names) -> str:
    # Translators: a text message of two parts; 80 signs at most beside what is filled in, and 35
    # where letters are sent as two bytes
    return sentence(
        "Instead of your appointment on %(day)s, another time is kept for you until %(until)s:"
        " %(url)s",
        language,
        **names,
        until=until,
    )


def _closure_text(notice: AppointmentNotice) -> str:
    """Return that the office is closed for the day: all that its telephone has there is meant."""

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

    wordings = [whole, wording] if notice.language in NAMELESS else [wording]
    return fullest(
        notice, why if notice.reason else partial(_closed_at, notice.language), *wordings
    )


def _closed_at(language: str, names: Names) -> str:
    # Translators: a text message, shown where it fits into one part
    return sentence(
        "%(office)s is closed on %(day)s, and your appointment at %(time)s is canceled."
        " Choose another time: %(url)s",
        language,
        **names,
    )


def closure_ended_text(notice: AppointmentNotice) -> str:
    """Return the text that tells that an appointment takes place after all, on its day and hour."""

    def whole(names: Names) -> str:
        # Translators: a text message: the office was to be closed, and is not; 55 signs at most
        return sentence(
            "%(office)s: your appointment on %(day)s takes place after all. %(url)s",
            notice.language,
            **names,
        )

    def alone(names: Names) -> str:
        # Translators: a text message; 40 signs at most beside what is filled in, and 18 where
        # letters are sent as two bytes
        return sentence(
            "Your appointment on %(day)s takes place after all. %(url)s", notice.language, **names
        )

    return fitting(notice, whole, alone)
