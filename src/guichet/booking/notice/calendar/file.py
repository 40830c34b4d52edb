"""The appointment for a calendar: iCalendar, RFC 5545.

Calendars are shared with families and employers, so the file holds neither the PIN nor the name,
is marked private, and calls the service by name only inside the description.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Alarm, Calendar, Event, vCalAddress

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.booking.notice.calendar.zone import time_zone
from guichet.booking.notice.states import closed_day, place_words
from guichet.booking.sentences import PROGRAMME
from guichet.kernel.references import for_people
from guichet.post import calendar_entries, issuer
from guichet.web.formats.durations import duration
from guichet.web.pages.render import sentence


def ics(notice: AppointmentNotice, *, now: datetime, sequence: int = 0) -> bytes:
    """Return the calendar file; `sequence` must grow with each move and with the cancellation.

    The same UID with a higher sequence replaces the entry that an earlier file made.
    """
    calendar = Calendar()
    calendar.add("prodid", issuer.maker("Appointments"))
    calendar.add("version", "2.0")
    calendar.add("method", method(notice))
    event = _event(notice, now=now, sequence=sequence)
    if zone := event["dtstart"].params.get("TZID"):
        calendar.add_component(time_zone(notice.starts_at, zone))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def method(notice: AppointmentNotice) -> str:
    """Return what a calendar does with the file: take the event in, or strike it out."""
    return "CANCEL" if notice.struck else "PUBLISH"


def _event(notice: AppointmentNotice, *, now: datetime, sequence: int) -> Event:
    office = in_language(notice.office_names, notice.language)[0]
    event = Event()
    event.add("uid", _name(notice))
    event.add("dtstamp", now)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if notice.struck else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", _organizer(notice.language))
    event.add("dtstart", notice.starts_at)
    event.add("dtend", notice.ends_at)
    event.add("summary", _summary(notice, office))
    event.add("location", ", ".join([office, *notice.address_lines]))
    event.add("description", _description(notice))
    event.add("url", notice.manage_url)
    if not notice.struck:
        event.add_component(_alarm(notice, office))
    return event


def _name(notice: AppointmentNotice) -> str:
    number, made_at = notice.confirmation_number, notice.booked_at
    return calendar_entries.name(PROGRAMME.name, number, made_at=made_at)


def _organizer(language: str) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = issuer.short_name(language)
    return organizer


def _summary(notice: AppointmentNotice, office: str) -> str:
    if notice.closed:
        return sentence("Office closed: appointment at %(office)s", notice.language, office=office)
    if notice.cancelled:
        return sentence("Canceled: appointment at %(office)s", notice.language, office=office)
    return sentence("Appointment at %(office)s", notice.language, office=office)


def _alarm(notice: AppointmentNotice, office: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -timedelta(days=1))
    alarm.add("description", _summary(notice, office))
    return alarm


def _description(notice: AppointmentNotice) -> str:
    language = notice.language
    lines = [in_language(notice.service_names, language)[0]]
    if notice.demonstration:
        lines.append(sentence("Demonstration: nobody is received with this notice.", language))
    if notice.room:
        lines.append(sentence("Room: %(room)s", language, room=notice.room))
    if notice.arrive_early_minutes and not notice.struck:
        early = duration(notice.arrive_early_minutes, language)
        lines.append(sentence("Please arrive %(duration)s early.", language, duration=early))
    number = for_people(notice.confirmation_number)
    lines.append(sentence("Confirmation number: %(number)s", language, number=number))
    if notice.closed:
        words = "Please choose another time. The confirmation number stays the same."
        lines += [closed_day(notice), sentence(words, language), notice.manage_url]
    elif not notice.cancelled:
        if notice.relocated:
            lines.insert(0, place_words(notice)["text"])
        lines.append(sentence("See, move or cancel: %(url)s", language, url=notice.manage_url))
    return "\n".join(lines)
