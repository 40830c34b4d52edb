"""Reads of a queue: who is next, how long it takes, what the public is told of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, Q, QuerySet

from guichet.counter.models import OfficeQueue, Ticket
from guichet.counter.queue import precedence, rules
from guichet.counter.queue.rules import Precedence
from guichet.offices.models import Office

AT_WORK = timedelta(minutes=30)  # a desk that did nothing for longer is not counted on
LAST = 20  # servings of a service that tell how long it takes

# How many minutes a service takes here (its last servings, or else what the service says), at how
# many desks somebody works, and what the office has decided about its queue.
WORK = """
WITH here AS (SELECT code FROM offices_service),
work AS (
  SELECT desk FROM counter_call WHERE office_id = %(office)s AND called_at > %(since)s
  UNION
  SELECT desk FROM counter_serving WHERE office_id = %(office)s AND ended_at IS NULL
  UNION
  SELECT late.desk FROM here CROSS JOIN LATERAL (
    SELECT desk FROM counter_serving
     WHERE office_id = %(office)s AND service_id = here.code AND ended_at > %(since)s) AS late)
SELECT service.code, service.names::text, coalesce(
         (SELECT avg(extract(epoch FROM ended_at - started_at)) / 60
            FROM (SELECT started_at, ended_at FROM counter_serving
                   WHERE office_id = %(office)s AND service_id = service.code
                     AND ended_at IS NOT NULL AND outcome IN ('served', 'to_return')
                   ORDER BY ended_at DESC LIMIT %(last)s) AS recent),
         service.duration_minutes),
       EXISTS (SELECT FROM offices_openinghours AS hours
                WHERE hours.office_id = %(office)s AND hours.service_id = service.code),
       (SELECT count(*) FROM work), queue.grace_minutes, queue.walk_in_minutes
  FROM offices_service AS service
  LEFT JOIN counter_officequeue AS queue ON queue.office_id = %(office)s
 ORDER BY service.position, service.code
"""


class InLine(Protocol):
    """Somebody who waits, as far as their turn is concerned."""

    @property
    def pk(self) -> int: ...
    @property
    def service_id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def callable_at(self) -> datetime: ...
    @property
    def parked_until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How an office works now."""

    names: Mapping[str, Mapping[str, str]]  # of every service
    offered: Sequence[str]  # the services that it has hours for
    pace: Mapping[str, float]  # minutes by service
    desks: int  # at work
    precedence: Precedence


@dataclass(frozen=True, kw_only=True)
class Line:
    """Everybody who waits at an office, in the order of their turns, and how quickly it goes."""

    tickets: Sequence[InLine]
    pace: Mapping[str, float]  # minutes by service
    desks: int  # at work
    now: datetime

    def ahead_of(self, due_at: datetime, pk: int | None = None) -> list[InLine]:
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

    def wait_of(self, ticket: InLine) -> int | None:
        """Return in how many minutes a ticket is called; None for one that does not wait."""
        if ticket.state not in rules.IN_LINE:
            return None
        callable_at = max(ticket.callable_at, ticket.parked_until or ticket.callable_at)
        return self.wait(ticket.due_at, callable_at, ticket.pk)

    def waits(self) -> dict[int, int]:
        """Return in how many minutes each of them is called, in one go."""
        minutes, waits = 0.0, dict[int, int]()
        for ticket in self.tickets:
            callable_at = max(ticket.callable_at, ticket.parked_until or ticket.callable_at)
            waits[ticket.pk] = rules.wait(
                [minutes], desks=self.desks, callable_at=callable_at, now=self.now
            )
            minutes += self.pace[ticket.service_id]
        return waits


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
    """Return whom a desk may call now, the next first; `services` none: it serves all of them.

    A desk that has somebody already may call nobody.
    """
    waiting = in_line(office, now=now).filter(
        ~Exists(at_desk(office, desk)),
        Q(state=Ticket.State.WAITING) | Q(parked_until__lte=now),
        Q(for_desk="") | Q(for_desk=desk),
        callable_at__lte=now,
    )
    return waiting.filter(service__in=services) if services else waiting


def at_desk(office: Office, desk: str) -> QuerySet[Ticket]:
    """Return who is called to a desk or served at it: one at most."""
    return Ticket.objects.filter(office=office, desk=desk, state__in=rules.AT_A_DESK)


def work_of(office: Office, *, now: datetime) -> Work:
    """Return how an office works now, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(WORK, {"office": office.pk, "last": LAST, "since": now - AT_WORK})
        rows = cursor.fetchall()
    desks, grace, walk_in = rows[0][4:] if rows else (1, None, None)
    return Work(
        names={code: json.loads(names) for code, names, *_ in rows},
        offered=[row[0] for row in rows if row[3]],
        pace={row[0]: float(row[2]) for row in rows},
        desks=max(desks, 1),
        precedence=precedence.decided(grace=grace, walk_in=walk_in),
    )


def line_of(
    office: Office,
    *,
    now: datetime,
    tickets: Sequence[InLine] | None = None,
    work: Work | None = None,
) -> Line:
    """Return everybody who waits, and how quickly it goes; what was read already is not again."""
    work = work or work_of(office, now=now)
    waiting = list(in_line(office, now=now)) if tickets is None else tickets
    return Line(tickets=waiting, pace=work.pace, desks=work.desks, now=now)
