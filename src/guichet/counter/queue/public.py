"""What anybody is told of a queue: how long it is, and where one ticket stands. No name in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.counter import tokens
from guichet.counter.models import OfficeQueue, Ticket
from guichet.counter.queue import precedence, queries, rules
from guichet.counter.queue.remembered import Remembered
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices import rules as hours
from guichet.offices.days.hours import days_apart
from guichet.offices.models import Office
from guichet.offices.rules import Stretch
from guichet.opening.closed_now import closures_today

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
    opens_again_at: datetime | None = None  # when that one has ended, where it does so today


type Span = tuple[datetime, datetime]
type Early = tuple[datetime, datetime | None]  # from when, and when it opens again today


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The line of an office: by ticket, how many are before it, and its minutes."""

    of: Mapping[int, tuple[int, int]]
    closures: Sequence[Span]  # of now, and of later today


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketStanding:
    """Where a ticket stands; `ahead` counts those before it, `estimate` are minutes or None.

    It is None too where the turn would come after a closure has begun, which is `closure`, or
    another one today before which the turn comes: from when till when.
    """

    ticket: Ticket
    ahead: int
    estimate: int | None
    closure: Span | None = None


def waiting_at(office: Office, *, now: datetime) -> Waiting:
    """Return whether an office takes people without an appointment now, and how long they wait."""
    closes_at, closure = _closes_at(office, now=now)
    is_early = closure is not None
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
        opens_again_at=closure[1] if closure else None,
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
    return _standing(ticket, ahead, wait, places.closures, now=now)


def _places_at(office: Office, *, now: datetime) -> Places:
    line = queries.line_of(office, now=now)
    waits = line.waits()
    places = {ticket.pk: (place, waits[ticket.pk]) for place, ticket in enumerate(line.tickets)}
    return Places(of=places, closures=closures_today(office, now=now))


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
    closures = closures_today(ticket.office, now=now)
    return _standing(ticket, ahead, line.wait_of(ticket), closures, now=now)


def _standing(
    ticket: Ticket, ahead: int, wait: int | None, closures: Sequence[Span], *, now: datetime
) -> TicketStanding:
    """Return where a ticket stands; whose turn comes after a closure began is promised no hour."""
    closure = min(closures, default=None)
    is_promised = closure is None or now + timedelta(minutes=wait or 0) < closure[0]
    estimate = wait if is_promised else None
    return TicketStanding(ticket=ticket, ahead=ahead, estimate=estimate, closure=closure)


def _closes_at(office: Office, *, now: datetime) -> tuple[datetime | None, Early | None]:
    """Return when an office that is open now closes, and the closure that makes it close then.

    For the day, or till a closure of hours is over; None where it is not open.
    """
    zone = ZoneInfo(office.time_zone)
    here = now.astimezone(zone)
    day = here.date()
    rows = offices.closures_of(office, first=day, last=day)
    closures = [(row.starts_on, row.ends_on) for row in rows if row.starts_at is None]
    if any(row.starts_at and row.ends_at and row.starts_at <= now < row.ends_at for row in rows):
        return None, None
    of_services = offices.hours_of(office)
    stretches = [part for service in of_services.values() for part in service.on(day)]
    holidays = offices.closed_days_of(office, years=[day.year]) - days_apart(of_services)
    weekdays = {day.isoweekday()} if stretches else set[int]()
    if not office.is_open or not hours.is_open_day(
        day, weekdays=weekdays, closures=closures, holidays=holidays
    ):
        return None, None
    if not any(row.opens_at <= here.time() < row.closes_at for row in stretches):
        return None, None
    usually = datetime.combine(day, max(row.closes_at for row in stretches), tzinfo=zone)
    spans = [
        (row.starts_at.astimezone(zone), row.ends_at.astimezone(zone))
        for row in rows
        if row.starts_at and row.ends_at
    ]
    first = min((at for at, _ in spans if now < at < usually), default=None)
    return (first, (first, _opens_again(first, spans, stretches))) if first else (usually, None)


def _opens_again(
    first: datetime, spans: Sequence[Span], stretches: Sequence[Stretch]
) -> datetime | None:
    """Return when it opens after closures from a moment on; None where not on the same day."""
    end = first
    for starts_at, ends_at in sorted(spans):
        end = max(end, ends_at) if starts_at <= end else end
    is_open = any(part.opens_at <= end.time() < part.closes_at for part in stretches)
    return end if is_open and end.date() == first.date() else None
