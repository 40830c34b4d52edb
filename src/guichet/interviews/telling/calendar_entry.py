"""The time of an interview for a calendar: iCalendar, RFC 5545.

Calendars are shared with families and employers: the file holds no name, and is marked private.
The same name with a higher sequence replaces the entry of an earlier file, or strikes it out.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.text import slugify
from icalendar import Alarm, Calendar, Event

from guichet.booking.notice.calendar.zone import time_zone
from guichet.eligibility.programme import NAME
from guichet.interviews.invitation import Invitation
from guichet.interviews.sentences import lines, rows, say
from guichet.kernel import keyring
from guichet.post import calendar_entries, issuer
from guichet.web.addresses.paths import public_address

REACHABLE = ("link", "number")  # how one gets in, as long as somebody is there
REMINDS = timedelta(days=1)  # before it begins


def ics(invitation: Invitation, *, language: str, now: datetime) -> bytes:
    """Return the calendar file of the chosen time; of one that does not come, what strikes it."""
    invitation = replace(invitation, chosen=invitation.chosen or invitation.lost_time)
    assert invitation.chosen
    calendar = Calendar()
    calendar.add("prodid", issuer.maker("Interviews"))
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if invitation.is_struck else "PUBLISH")
    event = _event(invitation, language=language, now=now)
    if zone := event["dtstart"].params.get("TZID"):
        calendar.add_component(time_zone(invitation.chosen, zone))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def file_name(language: str) -> str:
    """Return what the file is called, in a language."""
    return f"{slugify(say('calendar.file', language), allow_unicode=True)}.ics"


def _event(invitation: Invitation, *, language: str, now: datetime) -> Event:
    struck = invitation.is_struck
    event = Event()
    event.add("uid", calendar_entries.name(NAME, _key(invitation.key), made_at=None))
    event.add("dtstamp", now)
    event.add("sequence", invitation.moves + struck)
    event.add("status", "CANCELLED" if struck else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("dtstart", invitation.chosen)
    event.add("dtend", invitation.until)
    event.add("summary", say("calendar.off" if struck else "calendar.summary", language))
    if not struck:
        event.add("location", invitation.place)
    ways = REACHABLE if struck else ()
    promised = rows(invitation, language)
    event.add("description", "\n".join(lines(promised, language, without=ways)))
    event.add("url", public_address("interviews:interview", language))
    if not struck:
        event.add_component(_alarm(language))
    return event


def _alarm(language: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMINDS)
    alarm.add("description", say("calendar.summary", language))
    return alarm


def _key(interview: int) -> str:
    return f"interview {keyring.working('interview_calendar', interview).hex()[:32]}"
