"""An interview that is handed over to the appointments: one that was booked stands for its time."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from unicodedata import combining, normalize

from django.conf import settings

from guichet.applications.form import answers
from guichet.applications.models import Application
from guichet.booking import actions
from guichet.booking import queries as booking
from guichet.booking.models import Appointment
from guichet.booking.notice.appointment import in_language
from guichet.booking.notice.gather import notice_of
from guichet.booking.notice.public_state import starts_of
from guichet.kernel import clock, references
from guichet.kernel.obstacles import Obstacle
from guichet.web.addresses.paths import public_address

IS_ON = settings.AGENCY.has("appointments")


@dataclass(frozen=True, slots=True)
class BookedTime:
    """When and where an appointment is, on the clock of the office and in a language."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    room: str
    early: int  # minutes before it begins


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
    place, early = "\n".join(lines), notice.arrive_early_minutes
    return BookedTime(notice.starts_at, notice.ends_at, zone, place, notice.room, early)


def starts(numbers: Collection[str], *, now: datetime) -> dict[str, datetime]:
    """Return when each confirmation number is now; without those that are cancelled or closed."""
    return starts_of(numbers, now=now) if numbers and IS_ON else {}


def is_to_come(number: str) -> bool:
    """Tell whether a confirmation number stands for an appointment that is still to come."""
    time = booked(number, settings.OFFICER_LANGUAGE)
    return time is not None and time.starts_at > clock.now()


def check_theirs(number: str, application: Application) -> None:
    """Raise Obstacle, as for a wrong PIN, where an appointment was booked for somebody else.

    It is theirs where it was booked with the number of the application, or under their date of
    birth and a word of their name.
    """
    appointment = booking.by_number(number)
    if appointment is None or not _is_for(appointment, application):
        raise Obstacle("wrong_credentials")


def _is_for(appointment: Appointment, application: Application) -> bool:
    if references.read_number(appointment.case_number) == application.number:
        return True
    birth = str(application.answers.get("birth_date") or "")
    is_same_day = bool(birth) and str(appointment.date_of_birth) == birth
    names = _words(answers.name_of(application.answers))
    return is_same_day and not names.isdisjoint(_words(appointment.name))


def _words(name: str) -> frozenset[str]:
    plain = "".join(sign for sign in normalize("NFKD", name) if not combining(sign))
    return frozenset(re.findall(r"\w+", plain.casefold()))


def cancel(number: str, *, actor: str, now: datetime) -> bool:
    """Cancel the appointment of an interview that does not come, as far as it is still ahead."""
    appointment = booking.by_number(number) if number and IS_ON else None
    is_ahead = appointment is not None and appointment.slot.starts_at > now
    if appointment is None or not is_ahead or appointment.status != "booked":
        return False
    try:
        return actions.cancel(appointment, now=now, actor=actor)
    except Obstacle:  # they are being checked in this very moment
        return False


def page(language: str) -> str:
    """Return the page on which one books; nothing where there are no appointments."""
    return public_address("booking:start", language) if IS_ON else ""
