"""What anybody is told of a queue: how long it is, and where one ticket stands. No name in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.booking.finding import open_days
from guichet.counter import tokens
from guichet.counter.models import OfficeQueue, Ticket
from guichet.counter.queue import precedence, queries, rules
from guichet.counter.queue.remembered import Remembered
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices import rules as hours
from guichet.offices.days.hours import days_apart
from guichet.offices.models import Office
from guichet.opening.closed_now import Closing, closing_today

TAKEN, NOT_TAKEN, FULL = "taken", "not_taken", "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How an office's queue stands; `estimate` in minutes, None while the office is not open.

    It is None too where the turn of who comes now would lie within a closure: nobody promises it.
    """

    is_open: bool
    walk_ins: str  # taken, not_taken, or full: who comes now would be served after closing
    waiting: int
    estimate: int | None
    as_of: datetime
    closes_early_at: datetime | None = None  # when a closure begins today, on the office's clock
    opens_again_at: datetime | None = None  # after that closure, or now; None: not today


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The rest of a day at an office, on its own clock."""

    closes_at: datetime | None = None  # for the day or by a closure; None where it is not open now
    is_early: bool = False  # it closes by a closure
    opens_at: datetime | None = None  # after that, or where it is not open now; None: not today


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The line of an office: by ticket, how many are before it, and its minutes."""

    of: Mapping[int, tuple[int, int]]
    closing: Closing | None  # of now, or of later today


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketStanding:
    """Where a ticket stands; `ahead` counts those before it, `estimate` are minutes or None.

    It is None too where the turn would come after a closure has begun, which is `closing`, or
    another one today before which the turn comes.
    """

    ticket: Ticket
    ahead: int
    estimate: int | None
    closing: Closing | None = None


def waiting_at(office: Office, *, now: datetime) -> Waiting:
    """Return whether an office takes people without an appointment now, and how long they wait."""
    today = _today_at(office, now=now)
    closes_at, is_early = today.closes_at, today.is_early
    line = queries.line_of(office, now=now)
    queue = OfficeQueue.objects.filter(pk=office.pk).first()
    turn = rules.turn_of(precedence.of(queue), arrived_at=now, starts_at=None)
    estimate = line.wait(turn.due_at, turn.callable_at)
    if line.tickets:  # nobody comes and is called before them at once
        estimate = max(estimate, rules.SHORTEST)

    serving = min(line.work.pace.values(), default=0)
    is_late = closes_at is not None and rules.ends_too_late(
        estimate, serving=serving, closes_at=closes_at, now=now
    )
    walk_ins = FULL if is_late else TAKEN
    if closes_at is None or (queue and not queue.takes_walk_ins):
        walk_ins = NOT_TAKEN
    return Waiting(
        is_open=closes_at is not None,
        walk_ins=walk_ins,
        waiting=len(line.tickets),
        estimate=None if closes_at is None or (is_early and is_late) else estimate,
        as_of=now,
        closes_early_at=closes_at if is_early else None,
        opens_again_at=today.opens_at,
    )


def standing_of(token: str, *, now: datetime) -> TicketStanding:
    """Return where a ticket stands, or raise Obstacle("not_found"); tokens die with their day."""
    ticket = _ticket_of(token, now=now)
    if ticket.state not in rules.IN_LINE:
        return TicketStanding(ticket=ticket, ahead=0, estimate=None)
    return _in_line(ticket, now=now)


def followed(token: str, *, now: datetime) -> TicketStanding:
    """Return the same for a phone that asks again and again: the line is up to 3 seconds old.

    The ticket itself is read each time: whoever is called knows at the next question. Hundreds
    in one waiting room ask, and the line they stand in is worked out once for all of them.
    """
    ticket = _ticket_of(token, now=now)
    if ticket.state not in rules.IN_LINE:
        return TicketStanding(ticket=ticket, ahead=0, estimate=None)
    places = LINES.of(ticket.office_id, lambda: _places_at(ticket.office, now=now), now=now)
    if ticket.pk not in places.of:  # let in since
        return _in_line(ticket, now=now)
    ahead, wait = places.of[ticket.pk]
    return _standing(ticket, ahead, wait, places.closing, now=now)


def _places_at(office: Office, *, now: datetime) -> Places:
    line = queries.line_of(office, now=now)
    waits = line.waits()
    places = {ticket.pk: (place, waits[ticket.pk]) for place, ticket in enumerate(line.tickets)}
    return Places(of=places, closing=closing_today(office, now=now))


def _ticket_of(token: str, *, now: datetime) -> Ticket:
    pk = tokens.ticket_of(token)
    ticket = Ticket.objects.select_related("office").filter(pk=pk).first() if pk else None
    if ticket is None or ticket.day != queries.today_at(ticket.office, now=now):
        raise Obstacle("not_found")
    return ticket


LINES = Remembered[Places](timedelta(seconds=3))


def _in_line(ticket: Ticket, *, now: datetime) -> TicketStanding:
    line = queries.line_of(ticket.office, now=now)
    ahead = len(line.ahead_of(ticket.due_at, ticket.pk))
    closing = closing_today(ticket.office, now=now)
    return _standing(ticket, ahead, line.wait_of(ticket), closing, now=now)


def _standing(
    ticket: Ticket, ahead: int, wait: int | None, closing: Closing | None, *, now: datetime
) -> TicketStanding:
    """Return where a ticket stands; whose turn comes after a closure began is promised no hour."""
    is_promised = closing is None or now + timedelta(minutes=wait or 0) < closing.starts_at
    estimate = wait if is_promised else None
    return TicketStanding(ticket=ticket, ahead=ahead, estimate=estimate, closing=closing)


def _today_at(office: Office, *, now: datetime) -> Today:
    """Return how the rest of today is at an office, by its hours, holidays and closures."""
    zone = ZoneInfo(office.time_zone)
    here = now.astimezone(zone)
    day = here.date()
    rows = offices.closures_of(office, first=day, last=day)
    closures = [(row.starts_on, row.ends_on) for row in rows if row.starts_at is None]
    spans = [
        (row.starts_at.astimezone(zone), row.ends_at.astimezone(zone))
        for row in rows
        if row.starts_at and row.ends_at
    ]
    of_services = offices.hours_of(office)
    stretches = open_days.stretches_on(of_services, day)
    holidays = offices.closed_days_of(office, years=[day.year]) - days_apart(of_services)
    weekdays = {day.isoweekday()} if stretches else set[int]()
    if not office.is_open or not hours.is_open_day(
        day, weekdays=weekdays, closures=closures, holidays=holidays
    ):
        return Today()
    if open_days.next_opening(stretches, spans, at=here) != here:
        return Today(opens_at=open_days.next_opening(stretches, spans, at=here))
    usually = datetime.combine(day, max(closes for _, closes in stretches), tzinfo=zone)
    first = min((at for at, _ in spans if here < at < usually), default=None)
    if first is None:
        return Today(closes_at=usually)
    opens_at = open_days.next_opening(stretches, spans, at=first)
    return Today(closes_at=first, is_early=True, opens_at=opens_at)
