"""Reads of a queue: who is next, how long it takes, what the public is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet

from guichet.counter.models import OfficeQueue, Ticket
from guichet.counter.queue import precedence, rules
from guichet.counter.queue.rules import Precedence
from guichet.offices.models import Office

AT_WORK = timedelta(minutes=30)  # a desk that did nothing for longer is not counted on
LAST = 20  # servings of a service that tell how long it takes

# How many minutes a service takes here: its last servings, or else what the service says.
PACE = """
SELECT service.code, coalesce(
  (SELECT avg(extract(epoch FROM ended_at - started_at)) / 60
     FROM (SELECT started_at, ended_at FROM counter_serving
            WHERE office_id = %(office)s AND service_id = service.code AND ended_at IS NOT NULL
              AND outcome IN ('served', 'to_return')
            ORDER BY ended_at DESC LIMIT %(last)s) AS recent),
  service.duration_minutes)
  FROM offices_service AS service
"""
DESKS = """
SELECT count(DISTINCT desk) FROM (
  SELECT desk FROM counter_call WHERE office_id = %(office)s AND called_at > %(since)s
  UNION ALL
  SELECT desk FROM counter_serving
   WHERE office_id = %(office)s AND (ended_at IS NULL OR ended_at > %(since)s)) AS work
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """Everybody who waits at an office, in the order of their turns, and how quickly it goes."""

    tickets: Sequence[Ticket]
    pace: Mapping[str, float]  # minutes by service
    desks: int  # at work
    now: datetime

    def ahead_of(self, due_at: datetime, pk: int | None = None) -> list[Ticket]:
        """Return those whose turn comes before this one; without `pk`, before a new ticket."""
        return [
            ticket
            for ticket in self.tickets
            if ticket.pk != pk
            and (ticket.due_at < due_at or (ticket.due_at == due_at and (not pk or ticket.pk < pk)))
        ]

    def wait(self, due_at: datetime, callable_at: datetime, pk: int | None = None) -> int:
        """Return in how many minutes somebody with this turn is called, rounded up."""
        minutes = [self.pace[ticket.service_id] for ticket in self.ahead_of(due_at, pk)]
        return rules.wait(minutes, desks=self.desks, callable_at=callable_at, now=self.now)

    def wait_of(self, ticket: Ticket) -> int | None:
        """Return in how many minutes a ticket is called; None for one that does not wait."""
        if ticket.state not in rules.IN_LINE:
            return None
        callable_at = max(ticket.callable_at, ticket.parked_until or ticket.callable_at)
        return self.wait(ticket.due_at, callable_at, ticket.pk)


def today_at(office: Office, *, now: datetime) -> date:
    """Return the opening day that an office is in."""
    return rules.opening_day(now, zone=ZoneInfo(office.time_zone))


def precedence_of(office: Office) -> Precedence:
    """Return what orders the queue of an office."""
    return precedence.of(OfficeQueue.objects.filter(pk=office.pk).first())


def tickets_of(office: Office, *, now: datetime) -> QuerySet[Ticket]:
    """Return every ticket of the opening day, in the order of their turns."""
    return Ticket.objects.filter(office=office, day=today_at(office, now=now))


def in_line(office: Office, *, now: datetime) -> QuerySet[Ticket]:
    """Return who waits, in the order of their turns; some of them cannot be called yet."""
    return tickets_of(office, now=now).filter(state__in=rules.IN_LINE)


def callable_at(
    office: Office, desk: str, *, services: Sequence[str] = (), now: datetime
) -> QuerySet[Ticket]:
    """Return whom a desk may call now, the next first; `services` none: it serves all of them."""
    waiting = in_line(office, now=now).filter(
        Q(state=Ticket.State.WAITING) | Q(parked_until__lte=now),
        Q(for_desk="") | Q(for_desk=desk),
        callable_at__lte=now,
    )
    return waiting.filter(service__in=services) if services else waiting


def line_of(office: Office, *, now: datetime, tickets: Sequence[Ticket] | None = None) -> Line:
    """Return everybody who waits, and how quickly it goes; `tickets` are those that are read."""
    with connection.cursor() as cursor:
        cursor.execute(PACE, {"office": office.pk, "last": LAST})
        pace = {code: float(minutes) for code, minutes in cursor.fetchall()}
        cursor.execute(DESKS, {"office": office.pk, "since": now - AT_WORK})
        desks = int(cursor.fetchone()[0])
    waiting = list(in_line(office, now=now)) if tickets is None else tickets
    return Line(tickets=waiting, pace=pace, desks=max(desks, 1), now=now)
