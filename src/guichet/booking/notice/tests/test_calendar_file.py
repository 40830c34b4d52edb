"""The calendar file: right on the clock everywhere, and discreet."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from guichet.booking.notice.calendar.file import ics
from guichet.booking.notice.testing import make_notice

NOW = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
ZONES = [
    "America/New_York", "America/Phoenix", "Pacific/Guam", "America/Mexico_City", "Europe/London",
    "Asia/Kolkata", "Africa/Accra",
]  # fmt: skip
# Before, on and after the nights on which clocks change in New York and in London.
DAYS = ["2027-03-13", "2027-03-15", "2027-03-27", "2027-03-29", "2027-10-30", "2027-11-01",
        "2027-11-06", "2027-11-08"]  # fmt: skip


def event_of(content: bytes) -> Component:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def offset_at(zone: Component, instant: datetime) -> timedelta:
    """Return the offset that a calendar works out from a VTIMEZONE, as RFC 5545 describes it."""
    onsets = []
    for observance in zone.subcomponents:
        before = observance["TZOFFSETFROM"].td
        onset = observance["DTSTART"].dt.replace(tzinfo=UTC) - before
        if onset <= instant:
            onsets.append((onset, observance["TZOFFSETTO"].td))
    return max(onsets)[1]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", DAYS)
def test_it_starts_at_the_wall_time_of_the_office(zone: str, day: str) -> None:
    notice = make_notice(at=f"{day} 08:15", zone=zone)
    event = event_of(ics(notice, now=NOW))
    assert event["DTSTART"].dt == notice.starts_at
    assert event["DTEND"].dt == notice.ends_at
    assert event["DTSTART"].dt.strftime("%H:%M") == "08:15"
    # Greenwich time all year is written as UTC.
    assert event["DTSTART"].params.get("TZID", "Africa/Accra") == zone


@pytest.mark.parametrize("zone", ZONES[:-1])
def test_it_describes_every_hour_of_the_zone_around_the_appointment(zone: str) -> None:
    notice = make_notice(zone=zone)
    (described,) = Calendar.from_ical(ics(notice, now=NOW)).walk("VTIMEZONE")
    assert described["TZID"] == zone
    start = notice.starts_at.astimezone(UTC).replace(minute=0) - timedelta(days=360)
    for hour in range(720 * 24):
        instant = start + timedelta(hours=hour)
        assert offset_at(described, instant) == instant.astimezone(ZoneInfo(zone)).utcoffset()


def test_it_may_be_read_again_by_anything_that_knows_the_format() -> None:
    content = ics(make_notice("ar"), now=NOW, sequence=3)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    event = event_of(content)
    assert UUID(event["UID"])
    assert event["SEQUENCE"] == 3
    assert event["DTSTAMP"].dt == NOW
    assert event["STATUS"] == "CONFIRMED"
    assert "26 Federal Plaza" in event["LOCATION"]
    assert "سؤال عن طلب" in event["DESCRIPTION"]
    assert "234-567-89Q" in event["DESCRIPTION"]


def test_it_reminds_a_day_before() -> None:
    (alarm,) = event_of(ics(make_notice(), now=NOW)).walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(days=-1)


def test_it_strikes_out_a_cancelled_appointment_and_does_not_remind_of_it() -> None:
    content = ics(make_notice(status="cancelled"), now=NOW, sequence=2)
    assert Calendar.from_ical(content)["METHOD"] == "CANCEL"
    event = event_of(content)
    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == event_of(ics(make_notice("ar"), now=NOW))["UID"]
    assert not event.walk("VALARM")


def test_it_holds_neither_the_pin_nor_the_name_since_calendars_are_shared() -> None:
    text = ics(make_notice(), now=NOW).decode().replace("\r\n ", "")
    assert "047512" not in text
    assert "047 512" not in text
    assert "Okafor" not in text
    assert "CLASS:PRIVATE" in text
