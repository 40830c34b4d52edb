"""The steps of every deed on a ticket: lock it, end what is open, put it elsewhere."""

from datetime import datetime

from django.db import connection

from guichet.counter import showing
from guichet.counter.models import Ticket
from guichet.counter.queue import queries, rules
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.offices.models import Office

CALL = """
WITH call AS (
  INSERT INTO counter_call (ticket_id, office_id, desk, officer_id, reason, called_at, outcome)
  VALUES (%(ticket)s, %(office)s, %(desk)s, %(officer)s, %(reason)s, %(now)s, '')),
ticket AS (
  UPDATE counter_ticket SET state = 'called', desk = %(desk)s, parked_until = NULL,
         changed_at = %(now)s, changed_by = %(actor)s
   WHERE id = %(ticket)s RETURNING id)
SELECT write_audit('ticket_call', 'ticket', id, %(actor)s, %(now)s) FROM ticket
"""


def lock(pk: int, office: Office, deed: str = "", *, now: datetime, mark: str = "") -> Ticket:
    """Return a ticket of today that nobody else changes meanwhile, if the deed fits its state.

    `mark` is the mark of how the page of a press showed it: `ticket_changed` where that is over.
    """
    today = queries.tickets_of(office, now=now)
    ticket = today.select_for_update(of=("self",)).filter(pk=pk).first()
    if ticket is None:
        raise Obstacle("not_found")
    if showing.differs(mark, mark_of(ticket)):
        raise Obstacle("ticket_changed", ticket=ticket)
    if deed and not rules.is_possible(deed, ticket.state):
        raise Obstacle("ticket_elsewhere", ticket=ticket)
    return ticket


def mark_of(ticket: Ticket) -> str:
    """Return the mark that a form about a ticket carries."""
    return showing.of_ticket(
        ticket.pk, state=ticket.state, pauses=ticket.pauses, changed_at=ticket.changed_at
    )


def take_desk(office: Office, desk: str) -> None:
    """Keep a desk for this transaction: who presses twice at it waits here for the first press.

    What came of that is read by the next statement, not by this one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"desk {office.pk} {desk}"]
        )


def check_free(office: Office, desk: str) -> None:
    """Raise Obstacle("desk_busy") where somebody is called to a desk, or served at it."""
    if busy := queries.at_desk(office, desk).first():
        raise Obstacle("desk_busy", ticket=busy)


def call(ticket: Ticket, *, desk: str, officer: int, reason: str, now: datetime) -> Ticket:
    """Write that a ticket under lock is called, with its line of the record: one statement."""
    actor = audit.actor_of(officer)
    ticket.state, ticket.desk, ticket.parked_until = Ticket.State.CALLED, desk, None
    ticket.changed_at, ticket.changed_by = now, actor
    values: dict[str, int | str | datetime] = {
        "ticket": ticket.pk,
        "office": ticket.office_id,
        "desk": desk,
        "officer": officer,
        "reason": reason,
        "now": now,
        "actor": actor,
    }
    with connection.cursor() as cursor:
        cursor.execute(CALL, values)
    return ticket


def change(ticket: Ticket, deed: str, *, actor: str, now: datetime) -> Ticket:
    """Write what a deed makes of a ticket under lock, and a line of the record."""
    return put(ticket, rules.DEEDS[deed][1], deed, actor=actor, now=now)


def put(ticket: Ticket, state: str, deed: str, *, actor: str, now: datetime) -> Ticket:
    """Write where a ticket under lock is from now on, and a line of the record."""
    ticket.state, ticket.changed_at, ticket.changed_by = state, now, actor
    if state in rules.IN_LINE:
        ticket.desk = ""
    if state != Ticket.State.PARKED:
        ticket.parked_until = None
    ticket.save()
    audit.write(f"ticket_{deed}", "ticket", ticket.pk, actor=actor, now=now)
    return ticket


def end_call(ticket: Ticket, outcome: str, *, now: datetime) -> None:
    """End the call that is open, if one is."""
    ticket.calls.filter(ended_at=None).update(ended_at=now, outcome=outcome)


def end_serving(ticket: Ticket, outcome: str, *, now: datetime, note: str = "") -> None:
    """End the serving that is going on, if one is."""
    for serving in ticket.servings.filter(ended_at=None):
        serving.ended_at, serving.outcome, serving.note = now, outcome, note
        serving.save(update_fields=["ended_at", "outcome", "note"])
