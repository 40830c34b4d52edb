"""What programs ask for, read and cleaned: free times, a booking, a lost notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from guichet.booking import queries
from guichet.booking.api import schemas
from guichet.booking.api.availability import USUAL_DAYS, Wanted
from guichet.booking.clients.details import LONGEST_TYPED, clean_details, clean_lost, read_day
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Slot
from guichet.booking.places import Details
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import read_object
from guichet.kernel.programs.shapes import misfits, read_typed
from guichet.kernel.reading import phones
from guichet.offices.api import read_query
from guichet.offices.models import Office
from guichet.web.formats.countries import sorted_countries
from guichet.web.languages import DEFAULT, best, exact

LONGEST_IDENTIFIER = 18  # digits; what is longer was never given out
LAST_BEGINNING = date.max - timedelta(days=USUAL_DAYS)  # later, four weeks leave the calendar


@dataclass(frozen=True, kw_only=True)
class Booking:
    """A slot or a hold on one, who is to have it, and the body as it was sent."""

    slot: int
    held: Appointment | None
    details: Details
    language: str
    somebody_else: bool
    contact_code: str  # that was sent to a phone or an address with many appointments
    also_then: bool  # another appointment at the same minute is known and wanted
    body: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Lost:
    """Who may have lost a notice, the language they read, and the body as it was sent."""

    candidates: list[Details]
    language: str
    body: dict[str, object]


def slot_number(identifier: object) -> int:
    """Return the slot that an identifier names, or raise Obstacle("not_found")."""
    text = str(identifier)
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_IDENTIFIER):
        raise Obstacle("not_found")
    return int(text)


def slots_wanted(request: HttpRequest, office: str) -> Wanted:
    """Return whose free times are asked for: of one `date`, or of the days `from` … `to`."""
    asked = read_query(request, "service", "date", "from", "to")
    if "date" in asked and ("from" in asked or "to" in asked):
        raise Obstacle("invalid", errors={"date": "one_of"})
    if not asked.keys() & {"date", "from", "to"}:
        raise Obstacle("invalid", errors=_wrong_service(asked) | {"date": "required"})
    return _wanted(asked, office)


def days_wanted(request: HttpRequest, office: str) -> Wanted:
    """Return whose free days are asked for: 28 from today, unless told otherwise."""
    return _wanted(read_query(request, "service", "from", "to"), office)


def booking(request: HttpRequest, *, now: datetime) -> Booking:
    """Return the booking that is asked for, or raise Obstacle with all that is wrong with it."""
    sent = read_typed(schemas.AppointmentIn, read_object(request))
    wrong = misfits(schemas.AppointmentIn, sent)
    _check_choice(sent, wrong)
    language = _language(sent, wrong)

    slot, held = (None, None) if {"slot", "hold"} & wrong.keys() else _place(sent)
    service = sent.get("service")
    if slot and service is not None and service != slot.service_id:
        wrong.setdefault("service", "mismatch")
    details = _details(sent, wrong, office=slot.office if slot else None, now=now)
    if slot is None:
        raise Obstacle("not_found")
    return Booking(
        slot=slot.pk,
        held=held,
        details=details,
        language=language,
        somebody_else=sent.get("somebody_else") is True,
        also_then=sent.get("same_time") is True,
        contact_code=str(sent.get("contact_code") or ""),
        body=sent,
    )


def lost(request: HttpRequest, *, now: datetime) -> Lost:
    """Return who asks for their notice, or raise Obstacle with all that is wrong."""
    sent = read_typed(schemas.LostIn, read_object(request))
    wrong = misfits(schemas.LostIn, sent)
    language = best(request.headers.get("Accept-Language", ""))
    if sent.get("language") is not None:
        language = _language(sent, wrong)

    candidates = clean_lost(sent, today=now.date(), errors=wrong)
    return Lost(candidates=candidates, language=language, body=sent)


def _wanted(asked: Mapping[str, str], office: str) -> Wanted:
    wrong = _wrong_service(asked)
    days: dict[str, date | None] = {}
    for field in ("date", "from", "to"):
        try:
            days[field] = read_day(asked[field]) if field in asked else None
        except Obstacle as obstacle:
            wrong[field] = obstacle.code
    if not wrong and days["from"] and not days["to"] and days["from"] > LAST_BEGINNING:
        wrong["from"] = "out_of_range"
    if wrong:
        raise Obstacle("invalid", errors=wrong)
    if "\x00" in office:
        raise Obstacle("not_found")
    return Wanted(
        office=office,
        service=asked["service"],
        first=days["date"] or days["from"],
        last=days["date"] or days["to"],
    )


def _wrong_service(asked: Mapping[str, str]) -> dict[str, str]:
    return {} if asked.get("service") else {"service": "required"}


def _check_choice(sent: Mapping[str, object], wrong: dict[str, str]) -> None:
    given = [field for field in ("slot", "hold") if sent.get(field) is not None]
    if len(given) == 2:
        wrong.setdefault("hold", "one_of")
    elif not given:
        wrong.setdefault("slot", "required")


def _language(sent: Mapping[str, object], wrong: dict[str, str]) -> str:
    code = exact(str(sent.get("language", "")))
    if code is None:
        wrong.setdefault("language", "unknown_language")
    return code or ""


def _place(sent: Mapping[str, object]) -> tuple[Slot | None, Appointment | None]:
    """Return the slot that is meant, and the claim where a hold is; None for a forged one."""
    if sent.get("hold") is None:
        text = str(sent["slot"])
        known = text.isascii() and text.isdigit() and len(text) < LONGEST_IDENTIFIER
        return (queries.slot(int(text)) if known else None), None
    claim = tokens.claim_of(str(sent["hold"]))
    held = queries.appointment(claim) if claim else None
    return (held.slot if held else None), held


def _details(
    sent: Mapping[str, object], wrong: dict[str, str], *, office: Office | None, now: datetime
) -> Details:
    zone = ZoneInfo(office.time_zone if office else "UTC")
    country = str(sent.get("country") or "").upper()
    if country and country not in dict(sorted_countries(DEFAULT)):
        wrong.setdefault("country", "unknown_country")
    bare = phones.is_bare(str(sent.get("phone", ""))[:LONGEST_TYPED])
    return clean_details(
        sent,
        regions=queries.phone_regions(office, country=country) if office and bare else (),
        today=now.astimezone(zone).date(),
        errors=wrong,
    )
