"""What clients ask for themselves, on the page of their ticket.

Each deed names the ticket as its page showed it: where it has changed meanwhile, as by a call, the
page is wrong about what would be done, and Obstacle("ticket_elsewhere") carries what it is now.
"""

from datetime import datetime

from django.db import transaction

from guichet.counter.models import Call, Ticket
from guichet.counter.queue import changing, rules
from guichet.kernel.obstacles import Obstacle

CLIENT = "client"


@transaction.atomic
def ask_for_time(ticket: Ticket, *, now: datetime) -> Ticket:
    """Pass somebody over for ten minutes more, or raise Obstacle: `no_more_time` after twice."""
    row = _lock(ticket, "park", now=now)
    _check_counted(row)
    until = rules.paused_until(row.pauses, row.parked_until, row.callable_at, now=now)

    row.parked_until, row.pauses = until, row.pauses + 1
    changing.end_call(row, Call.Outcome.PARKED, now=now)
    return changing.change(row, "park", actor=CLIENT, now=now)


@transaction.atomic
def be_back(ticket: Ticket, *, now: datetime) -> Ticket:
    """Let somebody who had more time be called again at once."""
    row = _lock(ticket, "be_back", now=now)
    _check_counted(row)
    return changing.change(row, "be_back", actor=CLIENT, now=now)


@transaction.atomic
def fetch(ticket: Ticket, *, now: datetime) -> Ticket:
    """Show staff that somebody is to be fetched from their seat; their turn stays as it was."""
    row = _lock(ticket, now=now)
    if not rules.may_be_fetched(row.state, row.needs):
        raise Obstacle("ticket_elsewhere", ticket=row)

    row.needs = [*row.needs, rules.FETCH]
    return changing.put(row, row.state, "fetch", actor=CLIENT, now=now)


@transaction.atomic
def leave(ticket: Ticket, *, now: datetime) -> Ticket:
    """Note that somebody goes without being served."""
    row = _lock(ticket, "left", now=now)
    changing.end_call(row, Call.Outcome.LEFT, now=now)
    return changing.change(row, "left", actor=CLIENT, now=now)


def _lock(ticket: Ticket, deed: str = "", *, now: datetime) -> Ticket:
    """Return the row of a ticket that stands as it did for the page, under lock."""
    row = changing.lock(ticket.pk, ticket.office, deed, now=now)
    if (row.state, row.changed_at) != (ticket.state, ticket.changed_at):
        raise Obstacle("ticket_elsewhere", ticket=row)
    return row


def _check_counted(row: Ticket) -> None:
    """Raise Obstacle where staff have parked somebody until they themselves call them."""
    if row.state == Ticket.State.PARKED and row.parked_until is None:
        raise Obstacle("ticket_elsewhere", ticket=row)
