"""An appointment in the words it is shown with: for its notice on pages, on paper and in mail."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings

from guichet.booking.clients.cancellation import cancellation_of
from guichet.booking.models import Appointment
from guichet.booking.notice.appointment import AppointmentNotice, DocumentLine, Offer
from guichet.booking.notice.public_state import PublicState, public_state
from guichet.booking.sentences import PROGRAMME
from guichet.kernel import clock
from guichet.kernel.content.layers import shown_in
from guichet.offices import checklists, rules, words
from guichet.offices.models import Office
from guichet.offices.reference import home_country
from guichet.web import contacts
from guichet.web.formats import countries
from guichet.web.languages import CATALOGUED, DEFAULT, FIRST

# What rooms above keep for a client whose time the office has closed; each may know of a place.
OFFERS: list[Callable[[Appointment, datetime], Offer | None]] = []
# What a notice says of each public state; with the rest it is good for showing at the desk.
_STATUS_OF: Mapping[str, Literal["checked_in", "closed", "cancelled", "past"]] = {
    "checked_in": "checked_in",
    "closed": "closed",
    "cancelled": "cancelled",
    "past": "past",
    "completed": "past",
    "no_show": "past",
}


def notice_of(
    appointment: Appointment, pin: str, *, language: str = "", now: datetime | None = None
) -> AppointmentNotice:
    """Return all that a notice says at a time, in a language or in that of the booking.

    Give no PIN where none may be shown. The office, the service and the slot are read already.
    """
    language = spoken_on_notices(language or appointment.language)
    office, service, slot = appointment.slot.office, appointment.service_id, appointment.slot
    zone = ZoneInfo(office.time_zone)
    state = public_state(appointment, now=(moment := now or clock.now()))
    languages = list(dict.fromkeys([DEFAULT, FIRST, language, settings.OFFICER_LANGUAGE]))
    return AppointmentNotice(
        confirmation_number=appointment.confirmation_number or "",
        pin=pin,
        name=appointment.name,
        language=language,
        officer_language=settings.OFFICER_LANGUAGE,
        starts_at=slot.starts_at.astimezone(zone),
        ends_at=slot.ends_at.astimezone(zone),
        booked_at=appointment.booked_at,
        service_names=slot.service.names,
        who_must_come=_who_must_come(service, languages),
        documents=_documents(appointment, languages),
        manage_url=f"{settings.PUBLIC_URL}/{language}/appointments/manage/"
        + ("?to=move" if state.code == "closed" else ""),
        short_url=f"{settings.PUBLIC_URL}/{language}/m/",
        status=_STATUS_OF.get(state.code, "booked"),
        relocated=state.relocated,
        closed_for_hours=state.is_of_hours,
        offer=_offer(appointment, now=moment) if state.code == "closed" else None,
        **_of_closing(appointment, state, language),
        **_of_office(office, languages, language=language),
    )


def _of_closing(appointment: Appointment, state: PublicState, language: str) -> dict[str, Any]:
    """Return who canceled it, and why the office was closed, where that is what ended it."""
    reason = state.reason[shown_in(state.reason, language)] if state.reason else ""
    if state.code != "cancelled":
        return {"reason": reason}
    cancellation = cancellation_of(appointment, language=language)
    own = reason if cancellation.by == "office" else ""  # a client's own act needs no excuse
    return {"cancelled_by": cancellation.by, "reason": cancellation.reason or own}


def shares_phone(appointment: Appointment, *, says_own_hour: bool, now: datetime) -> bool:
    """Tell whether a text about an appointment could mean another one of its telephone as well.

    Where it says the hour, another one at that hour, whatever became of it: what a family is told
    of each would be the same to the letter. Of one that was moved, the old hour is not said.
    """
    others = Appointment.objects.filter(by_phone=appointment.by_phone).exclude(pk=appointment.pk)
    if says_own_hour:
        others = others.filter(slot__starts_at=appointment.slot.starts_at)
    else:
        others = others.filter(state="booked", ended_as="", slot__ends_at__gt=now)
    return appointment.by_phone is not None and others.exists()


def _offer(appointment: Appointment, *, now: datetime) -> Offer | None:
    offers = (offer_of(appointment, now) for offer_of in OFFERS)
    return next(filter(None, offers), None)


def _of_office(office: Office, languages: list[str], *, language: str) -> dict[str, Any]:
    return {
        "office_code": office.pk,
        "office_names": office.names,
        "office_places": words.places(office.names),
        "address_lines": address_lines(office, language=language),
        "room": office.room,
        "access": _access(office, languages),
        "phone_rule": _phone_rule(office, languages),
        "phones_admitted": words.admits_phones(office),
        "arrive_early_minutes": office.arrive_early_minutes,
        "phone_help": phone_help(office.country, language),
        "demonstration": office.demonstration,
    }


def spoken_on_notices(language: str) -> str:
    """Return the language if notices are complete in it, else English."""
    return language if language in CATALOGUED else DEFAULT


def address_lines(office: Office, *, language: str) -> tuple[str, ...]:
    """Return an office's address as it stands on an envelope; abroad its last line is the country.

    The country is named in the reader's language, the rest as the mail carrier reads it.
    """
    city = rules.locality(office.country, city=office.city, postal_code=office.postal_code)
    if office.country == home_country.home():
        if office.subdivision and office.country not in rules.CODE_BEFORE_CITY:
            city = f"{office.city}, {office.subdivision} {office.postal_code}".strip()
        return office.street, city
    return office.street, city, countries.country_name(office.country, language)


def phone_help(country: str, language: str) -> str:
    """Return the number that people in a country call for help, as printed; empty: there is none.

    A free number that cannot be dialled from abroad would only cost a try.
    """
    lines = contacts.contact_of(PROGRAMME.name, language).callable_from(country)
    return next((line.phone for line in lines if not line.is_text), "")


def _access(office: Office, languages: list[str]) -> dict[str, tuple[str, ...]]:
    """Return how to get in, without the rule on phones: it stands beside what to bring."""
    lines_by_language = {
        language: words.how_to_get_in(office, language, without=words.PHONE_RULES)
        for language in languages
    }
    return {
        language: tuple(line.text for line in lines)
        for language, lines in lines_by_language.items()
        if lines and all(line.language == language for line in lines)
    }


def _phone_rule(office: Office, languages: list[str]) -> dict[str, str]:
    rules = {language: words.phone_rule(office, language) for language in languages}
    return {
        language: rule.text
        for language, rule in rules.items()
        if rule and rule.language == language
    }


def _who_must_come(service: str, languages: list[str]) -> dict[str, str]:
    texts = {
        language: words.service_words(service, "who_must_come", language) for language in languages
    }
    return {
        language: text.text
        for language, text in texts.items()
        if text and text.language == language
    }


def documents_of(appointment: Appointment, *, language: str) -> tuple[DocumentLine, ...]:
    """Return what to bring, in a language or else in the agency's first: all in one of them."""
    wishes = (language, FIRST, DEFAULT)
    return next(filter(None, (_lines(appointment, code) for code in wishes)), ())


def _documents(
    appointment: Appointment, languages: list[str]
) -> dict[str, tuple[DocumentLine, ...]]:
    """Return what to bring, in each language that has all the words of it."""
    lines = {language: _lines(appointment, language) for language in languages}
    return {language: documents for language, documents in lines.items() if documents is not None}


def _lines(appointment: Appointment, language: str) -> tuple[DocumentLine, ...] | None:
    lines = checklists.checklist(
        appointment.service_id,
        appointment.answers,
        language=language,
        on=appointment.slot.local_day,
    )
    if any(line.language != language for line in lines):
        return None
    return tuple(DocumentLine(line.text, line.detail) for line in lines)
