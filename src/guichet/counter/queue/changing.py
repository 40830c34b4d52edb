"""The steps of every deed on a ticket: lock it, end what is open, put it elsewhere."""

from datetime import datetime

from django.db import connection

from guichet.counter.models import Ticket
from guichet.counter.queue import queries, rules
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.offices.models import Office


def lock(pk: int, office: Office, deed: str = "", *, now: datetime) -> Ticket:
    """Return a ticket of today that nobody else changes meanwhile, if the deed fits its state."""
    today = queries.tickets_of(office, now=now)
    ticket = today.select_for_update(of=("self",)).filter(pk=pk).first()
    if ticket is None:
        raise Obstacle("not_found")
    if deed and not rules.is_possible(deed, ticket.state):
        raise Obstacle("ticket_elsewhere", ticket=ticket)
    return ticket


def check_free(office: Office, desk: str) -> None:
    """Raise Obstacle("desk_busy") where somebody is called to a desk, or served at it.

    Who presses twice at one desk waits here for the first press, and reads what came of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"desk {office.pk} {desk}"]
        )
    busy = Ticket.objects.filter(office=office, desk=desk, state__in=rules.AT_A_DESK).first()
    if busy:
        raise Obstacle("desk_busy", ticket=busy)


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
