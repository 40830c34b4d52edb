"""What the page of a ticket shows: where it stands, in a sentence, and what can be asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.booking.finding.office_page import name_in
from guichet.counter.models import Call, Ticket
from guichet.counter.queue import rules
from guichet.counter.queue.public import TicketStanding
from guichet.kernel.content.texts import Text

State = Ticket.State
SINCE_A_CALL = {State.CALLED, State.NO_SHOW}  # their sentence rests on the last call


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPage:
    """A ticket as its page shows it; every time is on the clock of the office."""

    ticket: Ticket
    office_name: Text
    stage: str  # the name of the sentence on where it stands
    at: datetime  # when this was true
    ahead: int | None  # how many come first; None for who does not wait
    minutes: int | None  # until the call, as far as it can be foreseen
    called_about: datetime | None
    time: datetime | None  # what the sentence names
    called_at: datetime | None  # when it was called last, once more included
    closed_until: datetime | None  # of an office that is closed now
    closes_at: datetime | None  # when a closure begins later today
    opens_again_at: datetime | None  # after that one, today
    deeds: frozenset[str]  # what its client can ask for
    is_fetched: bool

    @property
    def is_open(self) -> bool:
        """Tell whether anything still comes."""
        return self.ticket.state in rules.OPEN


def page_of(standing: TicketStanding, *, language: str, now: datetime) -> TicketPage:
    """Return what the page says; one read beside the standing for who was called."""
    ticket = standing.ticket
    zone = ZoneInfo(ticket.office.time_zone)
    call = _last_call(ticket)
    stage = stage_of(ticket, now=now)
    at = now.astimezone(zone)
    minutes = None if standing.estimate is None else max(standing.estimate, rules.SHORTEST)
    waits = ticket.state in rules.IN_LINE
    closing = standing.closing
    is_closed = closing is not None and closing.starts_at <= now
    return TicketPage(
        ticket=ticket,
        office_name=name_in(ticket.office.names, language),
        stage=stage,
        at=at,
        ahead=standing.ahead if waits else None,
        minutes=None if stage == "parked" else minutes,
        called_about=at + timedelta(minutes=minutes) if minutes and stage != "parked" else None,
        time=_here(_time_of(stage, ticket, call), zone),
        called_at=(call.recalled_at or call.called_at) if call else None,
        closed_until=closing.ends_at if closing and is_closed else None,
        closes_at=closing.starts_at if closing and not is_closed else None,
        opens_again_at=closing.opens_again_at if closing else None,
        deeds=deeds_of(ticket, stage),
        is_fetched=rules.FETCH in ticket.needs and ticket.state in rules.IN_LINE | {State.CALLED},
    )


def stage_of(ticket: Ticket, *, now: datetime) -> str:
    """Return which sentence says where a ticket stands.

    Who has had their ten minutes waits like everybody; who came early learns when it begins.
    """
    if ticket.state == State.PARKED and ticket.parked_until:
        return "paused" if ticket.parked_until > now else "waiting"
    if ticket.state == State.WAITING and ticket.callable_at > now:
        return "early"
    return str(ticket.state)


def deeds_of(ticket: Ticket, stage: str) -> frozenset[str]:
    """Return what the client of a ticket can ask for where it stands."""
    deeds = set()
    may_pause = rules.is_possible("park", ticket.state) and stage != "parked"
    if may_pause and ticket.pauses < rules.MOST_PAUSES:
        deeds.add("more")
    if stage == "paused":
        deeds.add("back")
    if rules.may_be_fetched(ticket.state, ticket.needs):
        deeds.add("fetch")
    if rules.is_possible("left", ticket.state):
        deeds.add("leave")
    return frozenset(deeds)


def _last_call(ticket: Ticket) -> Call | None:
    return ticket.calls.last() if ticket.state in SINCE_A_CALL else None


def _time_of(stage: str, ticket: Ticket, call: Call | None) -> datetime | None:
    times = {
        "early": ticket.callable_at,
        "paused": ticket.parked_until,
        "no_show": call.called_at if call else None,
    }
    return times.get(stage)


def _here(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None
