"""The place that is kept while somebody types, as the pages around it show it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from guichet.booking.finding import answers
from guichet.booking.finding.office_page import name_in
from guichet.booking.forms import about, interpreting
from guichet.booking.models import Appointment
from guichet.booking.notice.gather import address_lines
from guichet.booking.telling import relocations
from guichet.kernel.content.texts import Text
from guichet.kernel.reading import phones
from guichet.web.addresses.paths import address
from guichet.web.formats.dates import birthday
from guichet.web.languages import CATALOGUED, DEFAULT


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """Where, when and until when; all times are on the clock of the office."""

    slot: int
    office: str
    service: str
    office_name: Text
    service_name: Text
    starts_at: datetime
    until_at: datetime
    seconds: int  # that are left
    may_extend: bool
    start_url: str  # which shows the country that was chosen
    office_url: str  # with the country that was chosen
    times_url: str  # with the answers that were given, and the same day

    @property
    def is_over(self) -> bool:
        return self.seconds <= 0


def place_of(claim: Appointment, *, language: str, now: datetime) -> KeptPlace:
    """Return what a hold keeps, whether it is still alive or not."""
    slot, zone = claim.slot, ZoneInfo(claim.slot.office.time_zone)
    until = claim.until_at or now
    alive = claim.state == Appointment.State.HELD
    country = {key: claim.answers[key] for key in (answers.COUNTRY,) if key in claim.answers}
    return KeptPlace(
        slot=slot.pk,
        office=slot.office_id,
        service=slot.service_id,
        office_name=name_in(slot.office.names, language),
        service_name=name_in(slot.service.names, language),
        starts_at=slot.starts_at.astimezone(zone),
        until_at=until.astimezone(zone),
        seconds=max(0, int((until - now).total_seconds())) if alive else 0,
        may_extend=not claim.extended,
        start_url=address("booking:start", language)
        + (answers.query(country, **{answers.BACK: "1"}) if country else ""),
        office_url=address("booking:office", language, office=slot.office_id)
        + answers.query(country),
        times_url=address("booking:times", language, office=slot.office_id, service=slot.service_id)
        + answers.query(claim.answers, day=str(slot.local_day)),
    )


def new_address(claim: Appointment, *, language: str) -> tuple[str, ...]:
    """Return where the office is now, if it is elsewhere than when the time was chosen."""
    if not relocations.has_relocated(claim):
        return ()
    return address_lines(claim.slot.office, language=language)


def with_client(claim: Appointment, *, language: str, now: datetime) -> dict[str, object]:
    """Return what is to be read once more: the place, and who comes."""
    page_language = language if language in CATALOGUED else DEFAULT
    return {
        "about": about.fields(about.CLAIM, claim),
        "new_address": new_address(claim, language=language),
        "claim": claim,
        "place": place_of(claim, language=language, now=now),
        "interpreter": interpreting.name_of(claim.interpreter, page_language),
        "born": birthday(claim.born, page_language) if claim.born else "",
        "phone": phones.for_people(claim.phone, claim.phone_extension),
    }
