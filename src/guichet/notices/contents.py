"""The words of a printed notice, ready to be laid out: sentences, each in its own language."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from guichet.kernel.references import shown
from guichet.notices.appointment import AppointmentNotice, DocumentLine, in_language
from guichet.web import standings
from guichet.web.dates import duration, long_day, time_of, zone_name
from guichet.web.languages import ALL
from guichet.web.render import sentence

# The printed file names a language and a region; only these regions change how text is drawn.
REGIONS = {"zh-Hans": ("zh", "CN"), "zh-Hant": ("zh", "TW"), "pt": ("pt", "BR")}

type Words = dict[str, Any]


def printed(notice: AppointmentNotice) -> Words:
    """Return all that the page shows, in the person's language, and the officer's column."""
    language = notice.language
    return {
        **tongue(language),
        "title": sentence("Appointment notice", language),
        "person_label": sentence("Full name", language),
        "demonstration": _demonstration(notice),
        "cancelled": _cancelled(notice) if notice.cancelled else None,
        "when": _when(notice, language),
        "where": _where(notice),
        "service": _service(notice),
        "references": _references(notice),
        "bring": None if notice.cancelled else _bring(notice),
        "change": None if notice.cancelled else _change(notice),
        "free": sentence(
            "Booking, moving and canceling are free. Nobody may sell you a place.", language
        ),
        "help": _help(notice),
        "translated": translated(language),
        "desk": _desk(notice),
        "page": sentence("Page %(page)s of %(pages)s", language, page="{page}", pages="{pages}"),
    }


def translated(language: str) -> str | None:
    """Return the sentence that says a machine translated this; None once a person has read it."""
    if not standings.of_feature("notices", language).unread:
        return None
    return sentence(
        "A machine translated this, and no person has checked it yet. Where it differs from the"
        " English, the English counts.",
        language,
    )


def tongue(language: str) -> Words:
    """Return how the printed file names a language, and the direction in which it is read."""
    code, region = REGIONS.get(language, (language, None))
    return {"lang": code, "region": region, "dir": ALL[language].direction}


def direction_of(text: str) -> str:
    """Return the direction in which a name or an address is read: that of its first letter.

    >>> direction_of("علاء"), direction_of("26 Federal Plaza")
    ('rtl', 'ltr')
    """
    for character in text:
        match unicodedata.bidirectional(character):
            case "R" | "AL":
                return "rtl"
            case "L":
                return "ltr"
    return "ltr"


def own(text: str) -> Words:
    """Return a name or an address, which has a direction of its own on a page of any other."""
    marks = any(unicodedata.category(character) == "Mn" for character in text)
    return {"text": text, "dir": direction_of(text), "marks": marks}


def _spoken(text: str, language: str) -> Words:
    return {"text": text, **tongue(language)}


def _demonstration(notice: AppointmentNotice) -> str | None:
    if not notice.demonstration:
        return None
    return sentence("Demonstration: nobody is received with this notice.", notice.language)


def _cancelled(notice: AppointmentNotice) -> Words:
    return {
        "heading": sentence("This appointment is canceled.", notice.language),
        "text": sentence(
            "Please do not come at this time. You can book another appointment whenever you like.",
            notice.language,
        ),
    }


def _when(notice: AppointmentNotice, language: str) -> Words:
    zone = zone_name(notice.starts_at, language)
    return {
        "label": sentence("When", language),
        "day": long_day(notice.starts_at.date(), language),
        "time": time_of(notice.starts_at, language),
        "zone": sentence("This is the time at the office: %(zone)s.", language, zone=zone),
        "early": sentence(
            "Please arrive %(duration)s early.",
            language,
            duration=duration(notice.arrive_early_minutes, language),
        )
        if notice.arrive_early_minutes
        else None,
    }


def _where(notice: AppointmentNotice) -> Words:
    language = notice.language
    access: tuple[str, ...] = ()
    access_language = language
    if notice.access and not notice.cancelled:
        access, access_language = in_language(notice.access, language)
    return {
        "label": sentence("Where", language),
        "office": _spoken(*in_language(notice.office_names, language)),
        "address": [own(line) for line in notice.address_lines],
        "room_label": sentence("Room", language),
        "room": own(notice.room) if notice.room else None,
        "access_label": sentence("How to get in", language),
        "access": [_spoken(text, access_language) for text in access],
    }


def _service(notice: AppointmentNotice) -> Words:
    language = notice.language
    wanted = notice.who_must_come and not notice.cancelled
    who = in_language(notice.who_must_come, language) if wanted else None
    return {
        "label": sentence("What for", language),
        "name": _spoken(*in_language(notice.service_names, language)),
        "who_label": sentence("Who must come", language),
        "who": _spoken(*who) if who else None,
    }


def _references(notice: AppointmentNotice) -> Words:
    language = notice.language
    return {
        "number_label": sentence("Confirmation number", language),
        "number": shown(notice.confirmation_number),
        "pin_label": sentence("PIN", language),
        "pin": f"{notice.pin[:3]} {notice.pin[3:]}" if notice.pin else None,
        "keep": None
        if notice.cancelled
        else sentence(
            "Keep the number and the PIN, and show the PIN to nobody: with both, you can see,"
            " print, move or cancel your appointment.",
            language,
        ),
    }


def _bring(notice: AppointmentNotice) -> Words:
    lines, language = in_language(notice.documents, notice.language)
    return {
        "label": sentence("What to bring", notice.language),
        "lines": _checklist(lines),
        "tongue": tongue(language),
    }


def _checklist(lines: Iterable[DocumentLine]) -> list[Words]:
    return [{"text": line.text, "detail": list(line.detail)} for line in lines]


def _change(notice: AppointmentNotice) -> Words:
    language = notice.language
    return {
        "label": sentence("If you cannot come, or cannot be on time", language),
        "ask": sentence(
            "Please move or cancel your appointment, so that somebody else can be received."
            " There is no penalty.",
            language,
        ),
        "how": sentence(
            "Go to this page and enter your confirmation number and your PIN:", language
        ),
        "url": notice.manage_url,
    }


def _help(notice: AppointmentNotice) -> Words | None:
    if not notice.phone_help:
        return None
    return {"label": sentence("Help by phone", notice.language), "phone": own(notice.phone_help)}


def _desk(notice: AppointmentNotice) -> Words:
    """Return the column for the desk: the code, and the facts in the officer's language."""
    language = notice.officer_language
    desk: Words = {
        "show": None
        if notice.cancelled
        else sentence("Show this code at the desk.", notice.language),
        "alt": sentence(
            "Code for the desk. It holds the confirmation number %(number)s.",
            notice.language,
            number=shown(notice.confirmation_number),
        ),
        "officer": None,
    }
    if notice.bilingual:
        desk["officer"] = {
            **tongue(language),
            "title": sentence("Appointment notice", language),
            "person_label": sentence("Full name", language),
            "cancelled": sentence("This appointment is canceled.", language)
            if notice.cancelled
            else None,
            "rows": _officer_rows(notice, language),
        }
    return desk


def _officer_rows(notice: AppointmentNotice, language: str) -> list[Words]:
    when = _when(notice, language)
    office = in_language(notice.office_names, language)[0]
    rows = [
        (when["label"], [when["day"], when["time"], zone_name(notice.starts_at, language)]),
        (sentence("Where", language), [office]),
        (sentence("Room", language), [notice.room]),
        (sentence("What for", language), [in_language(notice.service_names, language)[0]]),
    ]
    return [
        {"label": label, "lines": [own(line) for line in lines]}
        for label, lines in rows
        if all(lines)
    ]
