"""The words of a printed notice, ready to be laid out: sentences, each in its own language."""

import re
from collections.abc import Iterable

from guichet.booking.notice.appointment import AppointmentNotice, DocumentLine, in_language
from guichet.booking.notice.states import (
    arrival_words,
    by_others,
    officer_state,
    place_words,
    state_words,
)
from guichet.kernel.references import for_people
from guichet.post import issuer
from guichet.post.tongues import Words, own, tongue
from guichet.web.formats.dates import long_day, time_of, zone_name
from guichet.web.formats.durations import duration
from guichet.web.languages import DEFAULT, OFFERED
from guichet.web.pages import standings
from guichet.web.pages.render import sentence
from guichet.web.sentences import page_of_pages


def printed(notice: AppointmentNotice) -> Words:
    """Return all that the page shows, in the person's language, and the officer's column."""
    language = notice.language
    return {
        **tongue(language),
        "title": sentence("Appointment notice", language),
        "issuer": {
            "name": issuer.name(language),
            "address": issuer.address(),
            "says": issuer.says(language),
        },
        "person_label": sentence("Full name", language),
        "demonstration": _demonstration(notice),
        "cancelled": state_words(notice),
        "by_others": by_others(notice) if notice.cancelled else "",
        "arrived": arrival_words(notice) if notice.checked_in else None,
        "relocated": place_words(notice) if notice.relocated and not notice.void else None,
        "when": _when(notice, language),
        "where": _where(notice),
        "service": _service(notice),
        "references": _references(notice),
        "bring": None if notice.void else _bring(notice),
        "change": _change(notice) if notice.status in {"booked", "closed"} else None,
        "free": sentence(
            "Booking, moving and canceling are free. Nobody may sell you a place.", language
        ),
        "help": _help(notice),
        "translated": translated(language),
        "desk": _desk(notice),
        "page": page_of_pages(language),
    }


def translated(language: str) -> str | None:
    """Return the sentence that says a machine translated this; None once a person has read it."""
    if not standings.of_feature("booking/notice", language).unread:
        return None
    if DEFAULT not in OFFERED:
        return sentence("A machine translated this, and no person has checked it yet.", language)
    return sentence(
        "A machine translated this, and no person has checked it yet. Where it differs from the"
        " English, the English counts.",
        language,
    )


def _spoken(text: str, language: str) -> Words:
    return {"text": text, **tongue(language)}


def _demonstration(notice: AppointmentNotice) -> str | None:
    if not notice.demonstration:
        return None
    return sentence("Demonstration: nobody is received with this notice.", notice.language)


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
        if notice.arrive_early_minutes and not notice.void
        else None,
    }


def _where(notice: AppointmentNotice) -> Words:
    language = notice.language
    access: tuple[str, ...] = ()
    access_language = language
    if notice.access and not notice.void:
        access, access_language = in_language(notice.access, language)
    return {
        "label": sentence("Where", language),
        "office": _spoken(*in_language(notice.office_names, language)),
        "address": [own(line) for line in notice.address_lines],
        "room_label": sentence("Room", language) if notice.room else None,
        "room": own(notice.room) if notice.room else None,
        "access_label": sentence("How to get in", language) if access else None,
        "access": [_spoken(text, access_language) for text in access],
    }


def _service(notice: AppointmentNotice) -> Words:
    language = notice.language
    says_who = notice.who_must_come and not notice.void
    who = in_language(notice.who_must_come, language) if says_who else None
    return {
        "label": sentence("What for", language),
        "name": _spoken(*in_language(notice.service_names, language)),
        "who_label": sentence("Who must come", language) if who else None,
        "who": _spoken(*who) if who else None,
    }


def _references(notice: AppointmentNotice) -> Words:
    language = notice.language
    return {
        "number_label": sentence("Confirmation number", language),
        "number": for_people(notice.confirmation_number),
        "pin_label": sentence("PIN", language),
        "pin": notice.pin_in_groups or None,
        "keep": None
        if notice.void and not notice.closed
        else sentence(
            "At the office, the number is enough: no officer will ask you for the PIN. With both,"
            " you can see, print, move or cancel your appointment, so give the PIN to nobody.",
            language,
        ),
    }


def _bring(notice: AppointmentNotice) -> Words:
    lines, language = in_language(notice.documents, notice.language)
    return {
        "label": sentence("What to bring", notice.language),
        "how": [_spoken(*words) for words in how_to_bring(notice)],
        "lines": _checklist(lines),
        "tongue": tongue(language),
    }


def how_to_bring(notice: AppointmentNotice) -> list[tuple[str, str]]:
    """Return how the notice is to be brought and the office's rule on phones, with languages."""
    if notice.phones_admitted:
        how = sentence("Bring your appointment notice, on paper or on your phone.", notice.language)
    else:
        how = sentence(
            "Bring your appointment notice on paper. If you cannot print it, write the confirmation"
            " number on a sheet of paper and bring that: it is enough.",
            notice.language,
        )
    rule = [in_language(notice.phone_rule, notice.language)] if notice.phone_rule else []
    return [(how, notice.language), *rule]


def _checklist(lines: Iterable[DocumentLine]) -> list[Words]:
    return [{"text": line.text, "detail": list(line.detail)} for line in lines]


def _change(notice: AppointmentNotice) -> Words:
    language = notice.language
    if notice.closed:
        return {
            "label": sentence("Choose another time", language),
            "ask": sentence(
                "Please choose another time. The confirmation number stays the same.", language
            ),
            "how": sentence(
                "Go to this page and enter your confirmation number and your PIN:", language
            ),
            "url": notice.manage_url,
        }
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
    return {
        "label": sentence("Help by phone", notice.language),
        "phone": own(notice.phone_help),
        "tel": callable_number(notice.phone_help),
    }


def callable_number(phone: str) -> str:
    """Return a number as a telephone dials it, with the country code where it is printed.

    >>> callable_number("1-800-375-5283"), callable_number("+44 20 7946 0000")
    ('+18003755283', '+442079460000')
    """
    digits = re.sub(r"\D", "", phone)
    is_whole = phone.startswith("+") or (digits.startswith("1") and len(digits) == 11)
    return f"+{digits}" if is_whole else digits


def _desk(notice: AppointmentNotice) -> Words:
    """Return the column for the desk: the code, and the facts in the officer's language."""
    language = notice.officer_language
    desk: Words = {
        "show": None if notice.void else sentence("Show this code at the desk.", notice.language),
        "alt": sentence(
            "Code for the desk. It holds the confirmation number %(number)s.",
            notice.language,
            number=for_people(notice.confirmation_number),
        ),
        "officer": None,
    }
    if notice.bilingual:
        desk["officer"] = {
            **tongue(language),
            "title": sentence("Appointment notice", language),
            "person_label": sentence("Full name", language),
            "cancelled": officer_state(notice, language),
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
