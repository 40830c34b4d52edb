"""What a notice says before everything else, by where the appointment stands."""

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.post.tongues import Words
from guichet.web.formats.dates import long_day
from guichet.web.pages.render import sentence


def state_words(notice: AppointmentNotice) -> Words | None:
    """Return what stands before everything else where nobody is received with the notice."""
    if not notice.void:
        return None
    language = notice.language
    again = "You can book another appointment whenever you like."
    if notice.closed:
        day = long_day(notice.starts_at.date(), language)
        heading = sentence("The office is closed on %(day)s", language, day=day)
        text = closed_day(notice)
    elif notice.cancelled:
        heading = sentence("This appointment is canceled.", language)
        text = sentence(
            "Please do not come at this time. You can book another appointment whenever you like.",
            language,
        )
    else:
        heading = sentence("This appointment is past.", language)
        text = sentence(again, language)
    return {"heading": heading, "text": text, "reason": notice.reason or None}


def place_words(notice: AppointmentNotice) -> Words:
    """Return what is said first where the office is elsewhere than when the time was chosen."""
    language = notice.language
    return {
        "heading": sentence("Where your appointment takes place has changed", language),
        "text": sentence(
            "Since you booked, the name, the address or the room of the office has changed. The day"
            " and the time stay the same. Please come to the address that is given here.",
            language,
        ),
    }


def arrival_words(notice: AppointmentNotice) -> Words:
    """Return what is said to somebody who is checked in: to wait, and where to ask."""
    return {
        "heading": sentence("You have been checked in at the office.", notice.language),
        "text": sentence(
            "Please wait until you are called. If you want to change anything, please ask at the"
            " desk.",
            notice.language,
        ),
    }


def closed_day(notice: AppointmentNotice) -> str:
    """Return the sentence that says that the office receives nobody on the day."""
    return sentence(
        "%(office)s receives nobody on %(day)s. We are sorry: your appointment on that day"
        " cannot take place.",
        notice.language,
        office=in_language(notice.office_names, notice.language)[0],
        day=long_day(notice.starts_at.date(), notice.language),
    )


def officer_state(notice: AppointmentNotice, language: str) -> str | None:
    """Return what an officer reads first, in the officer's language."""
    if notice.cancelled:
        return sentence("This appointment is canceled.", language)
    if notice.closed:
        return sentence("The office is closed on this day", language)
    return sentence("This appointment is past.", language) if notice.void else None
