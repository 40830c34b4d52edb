"""Reads of a queue: who is next, how long it takes, what the public is told of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from guichet.counter.models import OfficeQueue, Ticket
from guichet.counter.queue import forecast, precedence, rules
from guichet.counter.queue.forecast import Place
from guichet.counter.queue.rules import Precedence
from guichet.kernel.database import rows
from guichet.offices.models import Office

SOON = timedelta(hours=1)  # who is due later comes before nobody who waits now
LAST = 20  # servings of a service that tell how long it takes
TRUST = 4  # as much as so many servings counts what the service says of itself

# The desks at which people work: who has somebody called or served, however long already, and who
# called or served somebody a while ago, unless they took the call back. Of an officer who went from
# desk to desk the last one counts. It holds for whom a desk is kept, and for how many serve.
AT_WORK = """
SELECT desk FROM (
  SELECT DISTINCT ON (officer_id) desk FROM counter_call
   WHERE office_id = %(office)s AND called_at > %(since)s AND called_at <= %(now)s
     AND outcome <> 'undone'
   ORDER BY officer_id, called_at DESC, id DESC) AS last
 UNION ALL
SELECT desk FROM counter_call
 WHERE office_id = %(office)s AND ended_at IS NULL AND called_at <= %(now)s
 UNION ALL
SELECT desk FROM counter_serving WHERE office_id = %(office)s AND ended_at IS NULL
 UNION ALL
SELECT late.desk FROM offices_service AS here CROSS JOIN LATERAL (
  SELECT desk FROM counter_serving AS served
   WHERE office_id = %(office)s AND service_id = here.code
     AND ended_at > %(since)s AND ended_at <= %(now)s
     AND NOT EXISTS (
       SELECT FROM counter_call AS moved
        WHERE moved.office_id = %(office)s AND moved.called_at > %(since)s
          AND moved.called_at >= served.ended_at AND moved.called_at <= %(now)s
          AND moved.officer_id = served.officer_id AND moved.desk <> served.desk
          AND moved.outcome <> 'undone')) AS late
"""

# Whom a desk may call now, in the order of their turns. Who was handed on to a desk where nobody
# works is everybody's after some minutes, or they would wait unseen.
NEXT = f"""
it.office_id = %(office)s AND it.day = %(day)s AND it.callable_at <= %(now)s
   AND (it.state = 'waiting' OR it.state = 'parked' AND it.parked_until <= %(now)s)
   AND (it.for_desk IN ('', %(desk)s)
        OR it.changed_at <= %(given_back)s
           AND NOT EXISTS (SELECT FROM ({AT_WORK}) AS work WHERE work.desk = it.for_desk))
   AND (cardinality(%(services)s::text[]) = 0 OR it.service_id = ANY(%(services)s))
   AND NOT EXISTS (
     SELECT FROM counter_ticket AS other
      WHERE other.office_id = %(office)s AND other.desk = %(desk)s
        AND other.state IN ('called', 'in_service'))
 ORDER BY it.due_at, it.id"""  # noqa: S608 - both texts are ours
LOCK = " FOR UPDATE OF it SKIP LOCKED"
_TICKETS = rows.Reader(Ticket)

# How many minutes a service takes here (its last servings, with what the service says), since
# when desks have somebody for it, who is expected for it within the hour; at how many desks people
# work, how many are planned now or when the office opens; what it has decided about its queue.
WORK = f"""
WITH today AS (
  SELECT desks, opens_at FROM offices_openinghours
   WHERE office_id = %(office)s AND weekday = %(weekday)s AND closes_at > %(time)s)
SELECT service.code, service.names::text,
         (SELECT (coalesce(sum(extract(epoch FROM ended_at - started_at)) / 60, 0)
                  + %(trust)s * service.duration_minutes) / (count(*) + %(trust)s)
            FROM (SELECT started_at, ended_at FROM counter_serving
                   WHERE office_id = %(office)s AND service_id = service.code
                     AND ended_at <= %(now)s AND outcome IN ('served', 'to_return')
                   ORDER BY ended_at DESC LIMIT %(last)s) AS recent),
       EXISTS (SELECT FROM offices_openinghours AS hours
                WHERE hours.office_id = %(office)s AND hours.service_id = service.code),
       ARRAY(SELECT ticket.changed_at FROM counter_ticket AS ticket
              WHERE ticket.office_id = %(office)s AND ticket.day = %(day)s
                AND ticket.service_id = service.code AND ticket.state IN ('called', 'in_service')),
       ARRAY(SELECT slot.starts_at
               FROM booking_slot AS slot JOIN booking_appointment AS expected
                 ON expected.slot_id = slot.id AND expected.state = 'booked'
                AND expected.checked_in_at IS NULL AND expected.ended_as = ''
              WHERE slot.office_id = %(office)s AND slot.service_id = service.code
                AND slot.starts_at > %(now)s AND slot.starts_at <= %(soon)s AND NOT slot.closed),
       ARRAY(SELECT DISTINCT desk FROM ({AT_WORK}) AS work), planned.desks, planned.opens_at,
       queue.grace_minutes, queue.walk_in_minutes
  FROM offices_service AS service
  LEFT JOIN counter_officequeue AS queue ON queue.office_id = %(office)s
 CROSS JOIN (
  SELECT coalesce(sum(desks), 0)::int AS desks, min(opens_at) AS opens_at FROM today
   WHERE opens_at <= greatest(%(time)s, (SELECT min(opens_at) FROM today))) AS planned
 ORDER BY service.position, service.code
"""  # noqa: S608 - both texts are ours


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
    free_at: Sequence[datetime]  # each desk at work, or planned where none is yet
    # Who has an appointment within the hour and is not there yet: when, and for how many minutes.
    expected: Sequence[tuple[datetime, float]]
    precedence: Precedence
    desks: frozenset[str] = frozenset()  # at which people work
    planned: int = 0  # desks that are open now, or when the office opens today


@dataclass(frozen=True, kw_only=True)
class Line:
    """Everybody who waits at an office, in the order of their turns, and how it goes on."""

    tickets: Sequence[InLine]
    work: Work
    now: datetime

    def ahead_of(self, due_at: datetime, pk: int | None = None) -> list[InLine]:
        """Return those whose turn comes before this one; without `pk`, before a new ticket."""
        return [
            ticket
            for ticket in self.tickets
            if ticket.pk != pk
            and (ticket.due_at < due_at or (ticket.due_at == due_at and (not pk or ticket.pk < pk)))
        ]

    def wait(self, due_at: datetime, callable_at: datetime) -> int:
        """Return in how many minutes a new ticket with this turn is called, rounded up."""
        new = Place(order=forecast.NEW, due_at=due_at, callable_at=callable_at, minutes=0)
        calls = forecast.calls_of([*self._places(), new], self.work.free_at)
        return rules.minutes_until(calls[new.order], now=self.now)

    def wait_of(self, ticket: InLine) -> int | None:
        """Return in how many minutes a ticket is called; None for one that does not wait."""
        return self.waits().get(ticket.pk) if ticket.state in rules.IN_LINE else None

    def waits(self) -> dict[int, int]:
        """Return in how many minutes each of them is called, in one go."""
        calls = forecast.calls_of(self._places(), self.work.free_at) if self.tickets else {}
        return {
            ticket.pk: rules.minutes_until(calls[ticket.pk], now=self.now)
            for ticket in self.tickets
        }

    def _places(self) -> list[Place]:
        waiting = [
            Place(
                order=ticket.pk,
                due_at=ticket.due_at,
                callable_at=max(ticket.callable_at, ticket.parked_until or ticket.callable_at),
                minutes=self.work.pace[ticket.service_id],
            )
            for ticket in self.tickets
        ]
        return [*waiting, *_places_of(self.work.expected)]


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


def take_next(
    office: Office, desk: str, *, services: Sequence[str] = (), now: datetime
) -> Ticket | None:
    """Lock whom a desk may call now, the next first; `services` none: it serves all of them.

    Whom another desk has locked is passed over. A desk that has somebody already may call nobody.
    """
    values = {
        "office": office.pk,
        "day": today_at(office, now=now),
        "desk": desk,
        "services": list(services),
        "now": now,
        "since": now - rules.AT_WORK,
        "given_back": now - rules.GIVEN_BACK,
    }
    return _TICKETS.first(NEXT + LOCK, values)


def at_desk(office: Office, desk: str) -> QuerySet[Ticket]:
    """Return who is called to a desk or served at it: one at most."""
    return Ticket.objects.filter(office=office, desk=desk, state__in=rules.AT_A_DESK)


def work_of(office: Office, *, now: datetime) -> Work:
    """Return how an office works now, in one statement."""
    here = now.astimezone(ZoneInfo(office.time_zone))
    rows = _read_work(office, here)
    pace = {row[0]: float(row[2]) for row in rows}
    at_work, planned, opens_at, grace, walk_in = rows[0][6:] if rows else ([], 1, None, None, None)
    return Work(
        names={row[0]: json.loads(row[1]) for row in rows},
        offered=[row[0] for row in rows if row[3]],
        pace=pace,
        free_at=forecast.free_at(
            at_work=len(at_work),
            busy=[(since, pace[row[0]]) for row in rows for since in row[4]],
            planned=planned,
            opens_at=opens_at and datetime.combine(here.date(), opens_at, here.tzinfo),
            now=now,
        ),
        expected=[(at, pace[row[0]]) for row in rows for at in row[5]],
        precedence=precedence.decided(grace=grace, walk_in=walk_in),
        desks=frozenset(at_work),
        planned=planned,
    )


def _read_work(office: Office, here: datetime) -> list[Any]:
    values: dict[str, Any] = {
        "office": office.pk,
        "last": LAST,
        "trust": TRUST,
        "since": here - rules.AT_WORK,
        "day": today_at(office, now=here),
        "now": here,
        "soon": here + SOON,
        "weekday": here.isoweekday(),
        "time": here.time(),
    }
    with connection.cursor() as cursor:
        cursor.execute(WORK, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def _places_of(expected: Iterable[tuple[datetime, float]]) -> list[Place]:
    return [
        Place(order=order, due_at=starts_at, callable_at=starts_at, minutes=minutes)
        for order, (starts_at, minutes) in enumerate(expected, forecast.NEW + 1)
    ]


def line_of(
    office: Office,
    *,
    now: datetime,
    tickets: Sequence[InLine] | None = None,
    work: Work | None = None,
) -> Line:
    """Return everybody who waits, and how it goes on; what was read already is not again."""
    work = work or work_of(office, now=now)
    waiting = list(in_line(office, now=now)) if tickets is None else tickets
    return Line(tickets=waiting, work=work, now=now)
