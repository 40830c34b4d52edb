"""Reads of a desk: who is expected today, who is here, who a name or a phone may belong to."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import QuerySet

from guichet.booking.models import Appointment
from guichet.counter.models import Ticket
from guichet.counter.queue import queries
from guichet.kernel.reading import names
from guichet.offices.models import Office

AROUND = timedelta(days=7)  # of today, in which a person is looked for
MOST = 20  # people that a search shows


def tickets_of(office: Office, *, now: datetime) -> list[Ticket]:
    """Return every ticket of today with its appointment, in the order of their turns."""
    tickets = queries.tickets_of(office, now=now)
    return list(tickets.select_related("appointment__slot", "service"))


def expected_at(office: Office, *, now: datetime) -> list[Appointment]:
    """Return the appointments of today of people who have not come, in the order of their times."""
    day = queries.today_at(office, now=now)
    of_today = _live(office).filter(slot__local_day=day, checked_in_at=None)
    return list(of_today.select_related("slot", "service").order_by("slot__starts_at", "name"))


def matches(
    office: Office, *, name: str, born_on: date | None, phone: str, now: datetime
) -> list[Appointment]:
    """Return whose appointments around today a name with a birth date, or a phone, may be.

    A name matches where one of its words is one of the name that was booked with, as spelled
    anywhere.
    """
    day = queries.today_at(office, now=now)
    around = _live(office).filter(slot__local_day__range=(day - AROUND, day + AROUND))
    if born_on:
        around = around.filter(date_of_birth=born_on)
    if phone:
        around = around.filter(phone=phone)
    people = around.select_related("slot", "service").order_by("slot__starts_at")
    parts = set(names.words(name).split())
    return [person for person in people if not parts or parts & _words(person.name)][:MOST]


def accounts(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of accounts by how the record calls them: one statement, or none."""
    keys = {actor.removeprefix("staff:") for actor in actors if actor.startswith("staff:")}
    if not keys:
        return {}
    people = User.objects.filter(pk__in=keys).values_list("pk", "username")
    return {f"staff:{pk}": name for pk, name in people}


def _live(office: Office) -> QuerySet[Appointment]:
    return Appointment.objects.filter(slot__office=office, state=Appointment.State.BOOKED)


def _words(name: str) -> set[str]:
    return set(names.words(name).split())
