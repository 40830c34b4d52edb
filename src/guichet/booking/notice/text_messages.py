"""The text messages about appointments: what happened and where to look, nothing of the person.

A telephone may be shared or may have another owner by now. Each is written to go out in one part:
of several ways to name the office, the day and the page, the first that lets it is taken.
Where letters are sent as two bytes the agency's name stands there only if it fits beside the rest.
"""

from functools import partial

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.booking.notice.texting.fitting import Names, fullest, is_short, moments
from guichet.post import issuer
from guichet.web.formats.dates import short_day
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
    text = fullest(notice, *wordings, days=(moments(notice),))
    return text if is_short(text) else fullest(notice, by_us, whole, without_day)


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

    text = fullest(notice, whole, brief, least, alone, days=(moments(notice),))
    if is_short(text):
        return text
    changed = fullest(notice, least, partial(_changed, notice.language))
    return changed if is_short(changed) else text


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

    return fullest(notice, whole, brief, whole)
