"""The last day of an authorization for a calendar: iCalendar, RFC 5545.

Calendars are shared with families and employers, so the file holds no name and no number, and is
marked private.
"""

from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from guichet.applications.status.pages import TOPIC
from guichet.eligibility.programme import NAME
from guichet.kernel import keyring
from guichet.post import calendar_entries, issuer
from guichet.web.addresses.paths import public_address
from guichet.web.words import texts

REMINDS = timedelta(days=30)  # before the last day: time enough to apply again


def ics(record: int, *, last_day: date, made_at: datetime, language: str, now: datetime) -> bytes:
    """Return the calendar file of a whole day, with a reminder a month before.

    `made_at`: from when on it could be taken.
    """
    words = texts(TOPIC)
    event = Event()
    event.add("uid", calendar_entries.name(NAME, key_of(record), made_at=made_at))
    event.add("dtstamp", now)
    event.add("class", "PRIVATE")
    event.add("dtstart", last_day)
    event.add("dtend", last_day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", words.get("calendar.summary", language).text)
    event.add("description", words.get("calendar.description", language).text)
    event.add("url", public_address("applications:home", language))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMINDS)
    alarm.add("description", words.get("calendar.summary", language).text)
    event.add_component(alarm)

    calendar = Calendar()
    calendar.add("prodid", issuer.maker("Authorizations"))
    calendar.add("version", "2.0")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def key_of(record: int) -> str:
    """Return what stays the same, so that a second file replaces the entry of the first."""
    return keyring.working("eta_calendar", record).hex()[:32]
