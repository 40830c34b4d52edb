"""What programs ask for, read and cleaned: free times, a booking, a lost notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from guichet.booking import queries
from guichet.booking.api import schemas
from guichet.booking.api.availability import USUAL_DAYS, Search
from guichet.booking.clients.details import LONGEST_TYPED, clean_details, clean_lost, read_day
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Slot
from guichet.booking.places import Details
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import read_object
from guichet.kernel.programs.shapes import misfits, read_typed
from guichet.kernel.reading import phones
from guichet.kernel.reading.days import latest_day
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
    open_hold: Appointment | None
    details: Details
    language: str
    somebody_else: bool
    contact_code: str  # that was sent to a phone or an address with many appointments
    also_then: bool  # another appointment at the same minute is known and wanted
    body: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class LostNotice:
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


def slots_search(request: HttpRequest, office: str) -> Search:
    """Return whose free times are asked for: of one `date`, or of the days `from` … `to`."""
    parameters = read_query(request, "service", "date", "from", "to")
    if "date" in parameters and ("from" in parameters or "to" in parameters):
        raise Obstacle("invalid", errors={"date": "one_of"})
    if not parameters.keys() & {"date", "from", "to"}:
        raise Obstacle("invalid", errors=_wrong_service(parameters) | {"date": "required"})
    return _search(parameters, office)


def days_search(request: HttpRequest, office: str) -> Search:
    """Return whose free days are asked for: 28 from today, unless told otherwise."""
    return _search(read_query(request, "service", "from", "to"), office)


def booking(request: HttpRequest, *, now: datetime) -> Booking:
    """Return the booking that is asked for, or raise Obstacle with all that is wrong with it."""
    body = read_typed(schemas.AppointmentIn, read_object(request))
    wrong = misfits(schemas.AppointmentIn, body)
    _check_choice(body, wrong)
    language = _language(body, wrong)

    slot, open_hold = (None, None) if {"slot", "hold"} & wrong.keys() else _place(body)
    service = body.get("service")
    if slot and service is not None and service != slot.service_id:
        wrong.setdefault("service", "mismatch")
    details = _details(body, wrong, office=slot.office if slot else None, now=now)
    if slot is None:
        raise Obstacle("not_found")
    return Booking(
        slot=slot.pk,
        open_hold=open_hold,
        details=details,
        language=language,
        somebody_else=body.get("somebody_else") is True,
        also_then=body.get("same_time") is True,
        contact_code=str(body.get("contact_code") or ""),
        body=body,
    )


def lost(request: HttpRequest, *, now: datetime) -> LostNotice:
    """Return who asks for their notice, or raise Obstacle with all that is wrong."""
    body = read_typed(schemas.LostIn, read_object(request))
    wrong = misfits(schemas.LostIn, body)
    language = best(request.headers.get("Accept-Language", ""))
    if body.get("language") is not None:
        language = _language(body, wrong)

    candidates = clean_lost(body, today=latest_day(now), errors=wrong)
    return LostNotice(candidates=candidates, language=language, body=body)


def _search(parameters: Mapping[str, str], office: str) -> Search:
    wrong = _wrong_service(parameters)
    days: dict[str, date | None] = {}
    for field in ("date", "from", "to"):
        try:
            days[field] = read_day(parameters[field]) if field in parameters else None
        except Obstacle as obstacle:
            wrong[field] = obstacle.code
    if not wrong and days["from"] and not days["to"] and days["from"] > LAST_BEGINNING:
        wrong["from"] = "out_of_range"
    if wrong:
        raise Obstacle("invalid", errors=wrong)
    if "\x00" in office:
        raise Obstacle("not_found")
    return Search(
        office=office,
        service=parameters["service"],
        first=days["date"] or days["from"],
        last=days["date"] or days["to"],
    )


def _wrong_service(parameters: Mapping[str, str]) -> dict[str, str]:
    return {} if parameters.get("service") else {"service": "required"}


def _check_choice(body: Mapping[str, object], wrong: dict[str, str]) -> None:
    choices = [field for field in ("slot", "hold") if body.get(field) is not None]
    if len(choices) == 2:
        wrong.setdefault("hold", "one_of")
    elif not choices:
        wrong.setdefault("slot", "required")


def _language(body: Mapping[str, object], wrong: dict[str, str]) -> str:
    code = exact(str(body.get("language", "")))
    if code is None:
        wrong.setdefault("language", "unknown_language")
    return code or ""


def _place(body: Mapping[str, object]) -> tuple[Slot | None, Appointment | None]:
    """Return the slot that is meant, and the claim where a hold is; None for a forged one."""
    if body.get("hold") is None:
        text = str(body["slot"])
        is_identifier = text.isascii() and text.isdigit() and len(text) < LONGEST_IDENTIFIER
        return (queries.slot(int(text)) if is_identifier else None), None
    claim = tokens.claim_of(str(body["hold"]))
    open_hold = queries.appointment(claim) if claim else None
    return (open_hold.slot if open_hold else None), open_hold


def _details(
    body: Mapping[str, object], wrong: dict[str, str], *, office: Office | None, now: datetime
) -> Details:
    zone = ZoneInfo(office.time_zone if office else "UTC")
    country = str(body.get("country") or "").upper()
    if country and country not in dict(sorted_countries(DEFAULT)):
        wrong.setdefault("country", "unknown_country")
    bare = phones.is_bare(str(body.get("phone", ""))[:LONGEST_TYPED])
    return clean_details(
        body,
        regions=queries.phone_regions(office, country=country) if office and bare else (),
        today=now.astimezone(zone).date(),
        errors=wrong,
    )
