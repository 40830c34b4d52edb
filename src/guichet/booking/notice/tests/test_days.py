"""Every day and time of an appointment is by its office's clock, on both sides of the date line."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guichet.booking.models import Appointment
from guichet.booking.notice.calendar.file import ics
from guichet.booking.notice.gather import notice_of
from guichet.booking.notice.mails import mail
from guichet.booking.notice.printing import pdf
from guichet.booking.notice.tests.test_printing import text_of
from guichet.booking.notice.text_messages import place_changed_text
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.kernel.reading import days
from guichet.offices.testing import make_office

pytestmark = pytest.mark.django_db
LINES = [
    ("Pacific/Tongatapu", datetime(2026, 11, 30, 11, 30, tzinfo=UTC), "December 1", "12:30"),
    ("Pacific/Pago_Pago", datetime(2026, 12, 1, 10, 30, tzinfo=UTC), "November 30", "11:30"),
]


@pytest.mark.parametrize(("zone", "at", "day", "time"), LINES)
@pytest.mark.parametrize("authority", ["Pacific/Pago_Pago", "Pacific/Tongatapu"])
def test_it_is_by_the_clock_of_the_office_whatever_the_authority_has(
    monkeypatch: pytest.MonkeyPatch, zone: str, at: datetime, day: str, time: str, authority: str
) -> None:
    monkeypatch.setattr(days, "_zone", ZoneInfo(authority))
    slot = make_open_slot(office=make_office(zone=zone), starts_at=at)
    booked = make_booked(slot)
    appointment = Appointment.objects.select_related("slot__office", "slot__service").get(
        confirmation_number=booked.appointment.confirmation_number
    )
    notice = notice_of(appointment, "047512", now=NOW)
    assert f"{day}, 2026" in text_of(pdf(notice))
    letter = mail(notice, "appointment_confirmed", now=NOW)
    for text in (letter.text, letter.html):
        assert f"{day}, 2026" in text
        assert time in text
    assert day.replace("December", "Dec").replace("November", "Nov") in place_changed_text(notice)
    local = at.astimezone(ZoneInfo(zone))
    entry = ics(notice, now=NOW + timedelta(hours=1)).decode()
    assert f"DTSTART;TZID={zone}:{local:%Y%m%dT%H%M%S}" in entry.replace("\r\n ", "")
