"""Ready-made notices, for tests and for looking at them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guichet.booking.notice.appointment import AppointmentNotice, DocumentLine

DOCUMENTS = (
    DocumentLine("The notice of this appointment"),
    DocumentLine(
        "One identity document with a photo, issued by a government",
        ("A passport", "A valid driver's license", "A permanent resident card"),
    ),
    DocumentLine("A translation of every document that is in another language"),
)


def make_notice(
    language: str = "en",
    *,
    at: str = "2027-01-26 10:30",
    zone: str = "America/New_York",
    **changes: Any,
) -> AppointmentNotice:
    """Return a notice in a language, for a wall time at an office in a zone."""
    starts_at = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))
    notice = AppointmentNotice(
        confirmation_number="23456789Q",
        pin="047512",
        name="Ann Okafor",
        language=language,
        officer_language="en",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=20),
        office_code="NYC",
        office_names={"en": "New York City Field Office"},
        address_lines=("26 Federal Plaza, 3rd Floor", "New York, NY 10278"),
        room="3-120",
        access={"en": ("Use the entrance on Worth Street.", "There is a security check.")},
        phone_rule={"en": "You may keep your phone. Turn it off in the waiting room."},
        service_names={"en": "A question about a case", "ar": "سؤال عن طلب"},
        who_must_come={"en": "The person whose case it is."},
        arrive_early_minutes=15,
        documents={"en": DOCUMENTS},
        manage_url="https://guichet.example/en/appointments/manage/",
        phone_help="1-800-375-5283",
    )
    return replace(notice, **changes)
