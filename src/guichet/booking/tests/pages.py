"""A small world behind the pages of the first half, and how a page is read in tests."""

from datetime import UTC, date, datetime, time
from typing import Any

from guichet.booking.models import Slot
from guichet.booking.testing import make_open_slot
from guichet.offices.models import Jurisdiction, Office, OpeningHours
from guichet.offices.testing import make_office, make_service

START = "/en/appointments/"
OFFICE = START + "offices/TST/"
DOCUMENTS = OFFICE + "case_question/documents/"
TIMES = OFFICE + "case_question/"
TELL_ME = TIMES + "tell-me/"
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def make_serving_office() -> Office:
    """Return an office with a service, hours, and the places it serves."""
    office, service = make_office(), make_service()
    for weekday in range(1, 6):
        for opens_at, closes_at in ((time(8), time(12)), (time(13), time(15))):
            OpeningHours.objects.create(
                office=office,
                service=service,
                weekday=weekday,
                opens_at=opens_at,
                closes_at=closes_at,
                desks=1,
            )
    served: list[dict[str, Any]] = [
        {"postal_code": "10001", "office": office},
        {"postal_code": "09001"},
        {"country": "FR", "office": office},
        {"country": "AQ"},
        {"country": "PR", "basis": Jurisdiction.DOMESTIC},
        {"country": "MX", "office": office},
        {"country": "MX", "subdivision": "MX-JAL", "office": office},
    ]
    for row in served:
        Jurisdiction.objects.create(overridden=False, **row)
    return office


def slot_on(day: date, hour: int = 15) -> Slot:
    """Return a released slot at an hour of the day, in UTC."""
    return make_open_slot(starts_at=datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def text_of(response: Any) -> str:
    """Return a page with every run of spaces made one."""
    return " ".join(response.content.decode().split())
