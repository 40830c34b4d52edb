"""The text messages about appointments: what happened and where to look, nothing of the person.

A telephone may be shared or may have another owner by now. Each is written to go out in one part:
of several ways to name the office, the day and the page, the first that lets it is taken.
Where letters are sent as two bytes the agency's name stands there only if it fits beside the rest.
"""

from functools import partial

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.booking.notice.texting.fitting import (
    Names,
    fitting,
    fullest,
    hour_of,
    moments,
    numbered_days,
    parts_of,
)
from guichet.post import issuer
from guichet.web.formats.dates import day_with_hour, short_day
from guichet.web.formats.durations import duration
from guichet.web.pages.render import sentence


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


def office_cancel_text(notice: AppointmentNotice) -> str:
    """Return the text that tells of what the office cancelled: which one, and why where it fits.

    Day and hour are worth more than the office, which its page tells. Of one of several at that
    hour the end of the number tells more than the hour.
    """

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

    by_us_alone = partial(_canceled, notice.language)
    return fitting(notice, *([why] if notice.reason else []), by_us, whole, by_us_alone)


def _canceled(language: str, names: Names) -> str:
    # Translators: a text message; 45 signs at most beside what is filled in, and 22 where letters
    # are sent as two bytes
    return sentence("We canceled your appointment on %(day)s. %(url)s", language, **names)


def office_change_text(notice: AppointmentNotice) -> str:
    """Return the text that tells that staff moved an appointment, and to which day and hour.

    The hour is worth more than the office, which stays: its page tells it.
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

    only = partial(_moved_to, notice.language)
    return fullest(notice, whole, brief, least, alone, only, days=(moments(notice),))


def _moved_to(language: str, names: Names) -> str:
    # Translators: a text message: the appointment was moved to this day and hour; 20 signs at most
    # beside what is filled in, and 12 where letters are sent as two bytes
    return sentence("Moved to %(day)s. %(url)s", language, **names)


def place_changed_text(notice: AppointmentNotice) -> str:
    """Return the text that tells where to come now: day, office and address, nothing else.

    The hour stands there where it takes no part more. Each line of the address stands on its own,
    so that it runs in its own direction.
    """
    language = notice.language
    day = short_day(notice.starts_at.date(), language)
    at_hour = day_with_hour(day, hour_of(notice), language)
    days = (at_hour, numbered_days(notice)[0] if notice.shares_phone else day)
    return min((_at_new_address(notice, day) for day in days), key=parts_of)


def _at_new_address(notice: AppointmentNotice, day: str) -> str:
    language = notice.language
    # Translators: a text message; 43 signs at most beside what is filled in
    opening = sentence(
        "%(name)s: new address for your appointment on %(day)s:",
        language,
        name=issuer.text_name(language),
        day=day,
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

    return fullest(notice, whole, brief, whole)
