"""What somebody came for before, at the same office: how often, and when and how the last time.

One person has one name, date of birth and phone, as for the one appointment that each may have.
The keyed hash of all three is taken away the night after the day; that of the phone stays, so the
past is found by it, and told apart by the rest. Whoever was served, or has gone, before the end of
their time may come again on the same day: that is past as well.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from markupsafe import Markup

from guichet.booking import rules
from guichet.booking.staff_pages import subjects
from guichet.counter.desk.entries import Reader, Row
from guichet.counter.models import Serving, Ticket
from guichet.counter.pages import TOPIC
from guichet.kernel.reading import names
from guichet.staff.subjects import Naming, Subject
from guichet.web.formats import dates
from guichet.web.words import speaker

MOST_SERVINGS = 5  # that a page tells of one person
BEFORE = """
SELECT it.id, it.name, past.name, slot.starts_at, past.ended_as, past.id
  FROM booking_appointment AS it
  JOIN booking_appointment AS past
    ON past.by_phone = it.by_phone AND past.state = 'booked' AND past.id <> it.id
       AND past.date_of_birth = it.date_of_birth AND past.birth_known = it.birth_known
  JOIN booking_slot AS slot ON slot.id = past.slot_id
 WHERE it.id = ANY(%(people)s) AND slot.office_id = %(office)s
   AND (slot.ends_at < %(now)s OR past.ended_as <> '')
 ORDER BY slot.starts_at
"""


class Past(NamedTuple):
    """How often somebody had an appointment here before; of the last one when, and how it ended."""

    times: int
    last_at: datetime
    ended_as: str
    appointment: int  # the last one


def of(people: Collection[int], reader: Reader) -> Mapping[int, Past]:
    """Return the past appointments of people by their present ones; one statement for all."""
    values: dict[str, Any] = {
        "people": list(people),
        "office": reader.office.pk,
        "now": reader.now,
    }
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, values)
        rows = cursor.fetchall()
    history = dict[int, Past]()
    for pk, name, name_then, starts_at, ended_as, appointment in rows:
        if _is_one_person(name, name_then):
            times = history[pk].times if pk in history else 0
            history[pk] = Past(times + 1, starts_at, ended_as, appointment)
    return history


def servings(which: Q, reader: Reader) -> list[Row]:
    """Return what colleagues noted of servings that have ended, the last one first."""
    rows = Serving.objects.filter(which, office=reader.office).exclude(ended_at=None)
    rows = rows.exclude(outcome=Serving.Outcome.UNDONE).select_related("officer")
    return [
        {
            "at": dates.moment(serving.started_at.astimezone(reader.zone), reader.language),
            "desk": serving.desk,
            "officer": serving.officer.username,
            "outcome": serving.outcome,
            "note": serving.note,
        }
        for serving in rows.order_by("-started_at", "-pk")[:MOST_SERVINGS]
    ]


def words(past: Past | None, reader: Reader) -> Markup | None:
    """Return in a sentence what somebody came for before; None for nobody."""
    if past is None:
        return None
    day = dates.plain_day(past.last_at.astimezone(reader.zone).date(), reader.language)
    key = f"entry.past.{past.ended_as or 'not_noted'}"
    count = dates.number(past.times, reader.language)
    return speaker(reader.language, TOPIC)(key, count=count, day=day)


def _is_one_person(name: str, other: str) -> bool:
    return (
        rules.same_person_name(name) == rules.same_person_name(other)
        or names.letters(name) == names.letters(other)
        or names.words(name) == names.words(other)
    )


def _tickets(pks: Collection[int]) -> dict[int, Subject]:
    rows = Ticket.objects.filter(pk__in=pks).values_list("pk", "number", "office")
    return {pk: Subject(name=str(number), office=office) for pk, number, office in rows}


def _numbered(number: str, office: str) -> QuerySet[Ticket]:
    """Return the tickets of a number, at an office; or those of the appointment that has it."""
    if number.isdecimal():
        return Ticket.objects.filter(office=office, number=int(number))
    return Ticket.objects.filter(appointment__in=subjects.numbered(number, office))


def _at_office(office: str) -> QuerySet[Ticket]:
    return Ticket.objects.filter(office=office)


# For the record: a number alone names nobody.
TICKETS_NAMED = Naming(subjects=_tickets, numbered=_numbered, at_office=_at_office)
