"""Reads of a desk: who is expected today, who is here, who a name or a phone may belong to."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q, QuerySet, Sum

from guichet.booking.keys import identities
from guichet.booking.models import Appointment
from guichet.booking.on_behalf import queries as on_behalf
from guichet.booking.on_behalf.rules import Room
from guichet.counter.queue import queries, rules
from guichet.devices.models import Device
from guichet.kernel.models import AuditEntry
from guichet.kernel.reading import names
from guichet.offices.models import Office

AROUND = timedelta(days=7)  # of today, in which a person is looked for
MOST = 20  # people that a search shows
OFFERED_WITHIN = timedelta(days=180)  # of another time for somebody at the desk, as to the public


# Every ticket of a day with what its page shows of it. Rows and no records: an office has hundreds.
PRESENT = """
SELECT ticket.id, ticket.number, ticket.state, ticket.service_id, ticket.language,
       ticket.needs::text, ticket.reason, ticket.pauses, ticket.arrived_at, ticket.due_at,
       ticket.callable_at, ticket.parked_until, ticket.changed_at, ticket.changed_by,
       coalesce(account.username, kiosk.name, ''),
       ticket.desk, ticket.for_desk, coalesce(officer.username, ''), ticket.appointment_id,
       coalesce(appointment.name, ''), coalesce(appointment.language, ''),
       coalesce(appointment.interpreter, ''),
       coalesce(appointment.access_needs, ''), coalesce(appointment.case_number, ''),
       coalesce(appointment.answers::text, '{}'), slot.starts_at, ticket.gone
  FROM (
    SELECT *, row_number() OVER (PARTITION BY is_over ORDER BY changed_at DESC, id DESC) AS recent,
           count(*) FILTER (WHERE is_over AND state <> 'cancelled') OVER () AS gone
      FROM (SELECT *, NOT state = ANY(%(open)s) AS is_over FROM counter_ticket
             WHERE office_id = %(office)s AND day = %(day)s) AS today) AS ticket
  LEFT JOIN booking_appointment AS appointment ON appointment.id = ticket.appointment_id
  LEFT JOIN booking_slot AS slot ON slot.id = appointment.slot_id
  LEFT JOIN auth_user AS account
    ON account.id = substring(ticket.changed_by FROM '^staff:([0-9]+)$')::integer
  LEFT JOIN devices_device AS kiosk
    ON kiosk.id = substring(ticket.changed_by FROM '^device:([0-9]+)$')::bigint
  LEFT JOIN LATERAL (
    SELECT officer_id FROM counter_call WHERE ticket_id = ticket.id
     ORDER BY called_at DESC, id DESC LIMIT 1) AS call ON true
  LEFT JOIN auth_user AS officer ON officer.id = call.officer_id
"""
IN_TURN = " ORDER BY ticket.due_at, ticket.id"
EVERYBODY = PRESENT + IN_TURN
WORKED_AT = f"""{PRESENT}
 WHERE NOT ticket.is_over OR ticket.recent <= %(latest)s OR ticket.id = %(subject)s{IN_TURN}"""
GONE = f"{PRESENT} WHERE ticket.is_over ORDER BY ticket.recent"
LATEST = 10  # of those who have gone: a press by mistake is taken back at once
# Who has an appointment today and no ticket yet; found by the times of each service.
EXPECTED = """
SELECT it.id, it.confirmation_number, it.name, it.service_id, it.language, it.interpreter,
       it.access_needs, it.case_number, it.answers::text, it.ended_as, it.slot_id, slot.starts_at
  FROM offices_service AS service
  JOIN booking_slot AS slot
    ON slot.office_id = %(office)s AND slot.service_id = service.code
       AND slot.starts_at >= %(day)s::date - interval '1 day'
       AND slot.starts_at < %(day)s::date + interval '3 days' AND slot.local_day = %(day)s
  JOIN booking_appointment AS it ON it.slot_id = slot.id AND it.state = 'booked'
 WHERE it.checked_in_at IS NULL
 ORDER BY slot.starts_at, it.name
"""


class Present(NamedTuple):
    """A ticket of today; `officer` is the name of an account, or nothing.

    `changed_by` is as the record calls it, and `changer` the name of that account or kiosk.
    """

    pk: int
    number: int
    state: str
    service_id: str
    language: str  # of the ticket: at a kiosk, the one that was pressed
    needs: str  # a list, as JSON
    reason: str
    pauses: int
    arrived_at: datetime
    due_at: datetime
    callable_at: datetime
    parked_until: datetime | None
    changed_at: datetime
    changed_by: str
    changer: str
    desk: str
    for_desk: str
    officer: str  # who called them last
    appointment_id: int | None
    name: str
    booked_in: str  # the language of the appointment; of a walk-in none
    interpreter: str
    access_needs: str
    case_number: str
    answers: str  # of the checklist, as JSON
    starts_at: datetime | None
    gone: int  # how many people of the day have gone: a ticket that was taken back is nobody's


class Expected(NamedTuple):
    """Somebody with an appointment today who has not come."""

    pk: int
    confirmation_number: str
    name: str
    service_id: str
    language: str
    interpreter: str
    access_needs: str
    case_number: str
    answers: str  # of the checklist, as JSON
    ended_as: str
    slot_id: int
    starts_at: datetime


def present_at(office: Office, *, now: datetime) -> list[Present]:
    """Return every ticket of today with its appointment, in the order of their turns."""
    return _tickets(EVERYBODY, office, now=now)


def worked_at(office: Office, *, subject: int | None, now: datetime) -> list[Present]:
    """Return who is at a desk or waits, who has gone last, and the ticket that is asked for."""
    return _tickets(WORKED_AT, office, subject=subject, now=now)


def gone_at(office: Office, *, now: datetime) -> list[Present]:
    """Return whose ticket of today is over, who has gone last first."""
    return _tickets(GONE, office, now=now)


def among(tickets: Sequence[Present], words: str) -> list[Present]:
    """Return whose number it is, or whose name has all of these words as spelled anywhere."""
    parts = _words(words)
    return [
        ticket
        for ticket in tickets
        if str(ticket.number) == words.strip() or (parts and parts <= _words(ticket.name))
    ]


def _tickets(
    statement: str, office: Office, *, subject: int | None = None, now: datetime
) -> list[Present]:
    values: dict[str, Any] = {
        "office": office.pk,
        "day": queries.today_at(office, now=now),
        "open": list(rules.OPEN),
        "latest": LATEST,
        "subject": subject,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Present(*row) for row in cursor.fetchall()]


def expected_at(office: Office, *, now: datetime) -> list[Expected]:
    """Return the appointments of today of people who have not come, in the order of their times."""
    day = queries.today_at(office, now=now)
    with connection.cursor() as cursor:
        cursor.execute(EXPECTED, {"office": office.pk, "day": day})
        return [Expected(*row) for row in cursor.fetchall()]


def matches(
    office: Office,
    *,
    number: str,
    name: str,
    born_on: date | None,
    phone: str,
    now: datetime,
) -> list[Appointment]:
    """Return whose appointments a number, a name with a birth date, or a phone may be.

    A number is one person's, and so are name, birth date and phone together: these are found on
    any day to come. Less than that is looked for around today. A name matches where one of its
    words is one of the name that was booked with, as spelled anywhere.
    """
    if number:
        people = _live(office).filter(confirmation_number=number)
        return list(people.select_related("slot", "service"))
    whole = bool(name and phone)
    if whole and (theirs := _of_person(office, name, born_on, phone, now=now)):
        return theirs
    day = queries.today_at(office, now=now)
    around = _live(office).filter(slot__local_day__range=(day - AROUND, day + AROUND))
    if born_on:
        around = around.filter(date_of_birth=born_on)
    if phone:
        around = around.filter(phone=phone)
    people = around.select_related("slot", "service").order_by("slot__starts_at")
    parts = set(names.words(name).split())
    return [person for person in people if not parts or parts & _words(person.name)][:MOST]


def _of_person(
    office: Office, name: str, born_on: date | None, phone: str, *, now: datetime
) -> list[Appointment]:
    keys = identities.keys_of(name=name, date_of_birth=born_on, phone=phone).all
    is_theirs = Q(identity__in=keys) | Q(letters__in=keys) | Q(words__in=keys)
    people = _live(office).filter(is_theirs, slot__ends_at__gt=now)
    return list(people.select_related("slot", "service").order_by("slot__starts_at"))


def appointment_at(office: Office, pk: int) -> Appointment | None:
    """Return an appointment of this office; of another one nobody here is told."""
    rows = Appointment.objects.select_related("slot").filter(slot__office=office)
    return rows.filter(pk=pk).first()


def was_identified(person: Appointment, *, by: str, since: datetime) -> bool:
    """Tell whether one of the staff has seen a paper of somebody since a moment ago."""
    lines = AuditEntry.objects.filter(record_type="appointment", record=person.pk, actor=by)
    return lines.filter(verb="identified", at__gte=since).exists()


def paper_seen(appointment: int) -> AuditEntry | None:
    """Return the line of the record that tells who has seen a paper of somebody last."""
    lines = AuditEntry.objects.filter(record_type="appointment", record=appointment)
    return lines.filter(verb="identified").order_by("at", "pk").last()


def free_for_staff(
    office: Office, person: Appointment, *, also_unreleased: bool = False, now: datetime
) -> list[Room]:
    """Return every time at which a place of any kind is free for somebody's service.

    `also_unreleased`: those too that are not open to the public yet, as a manager can give them.
    """
    today = now.astimezone(ZoneInfo(office.time_zone)).date()
    rooms = on_behalf.rooms(
        office.pk, person.service_id, first=today, last=today + OFFERED_WITHIN, now=now
    )
    return [
        room
        for room in rooms
        if room.free and (room.is_released or also_unreleased) and room.slot != person.slot_id
    ]


def desks_of(office: Office) -> int:
    """Return how many desks an office plans to have open at once, on the fullest day."""
    rows = office.opening_hours.order_by().values("weekday", "opens_at")
    return max(rows.annotate(all=Sum("desks")).values_list("all", flat=True), default=0)


def last_line(appointment: Appointment, verbs: Collection[str]) -> AuditEntry | None:
    """Return the last line of the record that tells one of these deeds of an appointment."""
    lines = AuditEntry.objects.filter(record_type="appointment", record=appointment.pk)
    return lines.filter(verb__in=verbs).order_by("at", "pk").last()


def name_of(actor: str) -> str:
    """Return the name of an account or a kiosk by how the record calls it: one statement, or none.

    Of whom the record calls otherwise, and of what is gone, it is empty.
    """
    kind, _, key = actor.partition(":")
    if not key.isdecimal():
        return ""
    if kind == "device":
        return Device.objects.filter(pk=key).values_list("name", flat=True).first() or ""
    return User.objects.filter(pk=key).values_list("username", flat=True).first() or ""


def _live(office: Office) -> QuerySet[Appointment]:
    return Appointment.objects.filter(slot__office=office, state=Appointment.State.BOOKED)


def _words(name: str) -> set[str]:
    return set(names.words(name).split())
