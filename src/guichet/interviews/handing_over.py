"""An interview that is handed over to the appointments: one that was booked stands for its time."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from guichet.booking import queries as booking
from guichet.booking.notice.appointment import in_language
from guichet.booking.notice.gather import notice_of
from guichet.kernel import clock
from guichet.web.addresses.paths import public_address

IS_ON = settings.AGENCY.has("appointments")


@dataclass(frozen=True, slots=True)
class BookedTime:
    """When and where an appointment is, on the clock of the office and in a language."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str


def booked(number: str, language: str) -> BookedTime | None:
    """Return what a confirmation number stands for now; None once it is cancelled or closed."""
    appointment = booking.by_number(number) if number and IS_ON else None
    if appointment is None:
        return None
    notice = notice_of(appointment, "", language=language)
    if notice.struck:
        return None
    lines = [in_language(notice.office_names, language)[0], *notice.address_lines]
    zone = appointment.slot.office.time_zone
    return BookedTime(notice.starts_at, notice.ends_at, zone, "\n".join(lines))


def is_to_come(number: str) -> bool:
    """Tell whether a confirmation number stands for an appointment that is still to come."""
    time = booked(number, settings.OFFICER_LANGUAGE)
    return time is not None and time.starts_at > clock.now()


def page(language: str) -> str:
    """Return the page on which one books; nothing where there are no appointments."""
    return public_address("booking:start", language) if IS_ON else ""
