"""What a notice says before everything else, by where the appointment stands."""

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.post.tongues import Words
from guichet.web.formats.dates import long_day, moment
from guichet.web.pages.render import sentence


def state_words(notice: AppointmentNotice) -> Words | None:
    """Return what stands before everything else where nobody is received with the notice."""
    if not notice.void:
        return None
    language = notice.language
    again = "You can book another appointment whenever you like."
    if notice.closed:
        heading = closed_heading(notice)
        text = closed_day(notice)
    elif notice.cancelled:
        heading = canceled(notice, language)
        text = sentence(
            "Please do not come at this time. You can book another appointment whenever you like.",
            language,
        )
    else:
        heading = sentence("This appointment is past.", language)
        text = sentence(again, language)
    return {
        "heading": heading,
        "text": text,
        "reason": notice.reason or None,
        "offer": offer_words(notice),
    }


def canceled(notice: AppointmentNotice, language: str) -> str:
    """Return that it is canceled, and by the office where the office did it on its own."""
    if notice.cancelled_by == "office":
        return sentence("The office had to cancel this appointment. We are sorry.", language)
    return sentence("This appointment is canceled.", language)


def by_others(notice: AppointmentNotice) -> str:
    """Return who canceled it where somebody else than the client did; empty for the client."""
    language = notice.language
    match notice.cancelled_by:
        case "office":
            return canceled(notice, language)
        case "staff":
            return sentence(
                "The staff of the office canceled this appointment. If you did not ask them to, we"
                " are sorry.",
                language,
            )
        case "interview":
            return sentence(
                "This appointment was booked for an interview that no longer takes place.", language
            )
    return ""


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


def closed_heading(notice: AppointmentNotice) -> str:
    """Return what is said first to somebody at whose time the office is closed."""
    language = notice.language
    if notice.closed_for_hours:
        return sentence("The office is closed at the time of your appointment", language)
    day = long_day(notice.starts_at.date(), language)
    return sentence("The office is closed on %(day)s", language, day=day)


def offer_words(notice: AppointmentNotice) -> str:
    """Return till when which other time is kept for who cannot be received; empty for none."""
    offer, language = notice.offer, notice.language
    if offer is None:
        return ""
    return sentence(
        "We keep another time for you until %(until)s: %(moment)s.",
        language,
        until=moment(offer.until_at, language),
        moment=moment(offer.starts_at, language),
    )


def closed_day(notice: AppointmentNotice) -> str:
    """Return the sentence that says that the office receives nobody on the day, or at the time."""
    if notice.closed_for_hours:
        return sentence(
            "%(office)s receives nobody at the time of your appointment, %(moment)s. We are sorry:"
            " it cannot take place.",
            notice.language,
            office=in_language(notice.office_names, notice.language)[0],
            moment=moment(notice.starts_at, notice.language),
        )
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
        return canceled(notice, language)
    if notice.closed:
        return sentence("The office is closed on this day", language)
    return sentence("This appointment is past.", language) if notice.void else None
