"""Take the last deed on a ticket back: a slip of the hand costs nobody their turn."""

from datetime import datetime

from django.db import transaction

from guichet.booking.attendance import actions as attendance
from guichet.counter.models import Call, Serving, Ticket
from guichet.counter.queue import changing, queries, rules
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office

State = Ticket.State


@transaction.atomic
def undo(pk: int, *, office: Office, actor: str, now: datetime) -> Ticket:
    """Put a ticket back to where it was before the last deed, or raise Obstacle.

    Who was called by mistake waits again with the same turn; who was finished is served again, if
    the desk is free (`desk_busy`); who only waits was let in by mistake, and the ticket ends.
    """
    standing = queries.tickets_of(office, now=now).filter(pk=pk).first()
    if standing and standing.state == State.FINISHED:
        changing.check_free(office, standing.desk)  # a desk is locked before its ticket
    ticket = changing.lock(pk, office, now=now)
    if standing is None or standing.state != ticket.state:
        raise Obstacle("ticket_elsewhere", ticket=ticket)
    target = rules.undone(ticket.state)

    changing.end_call(ticket, Call.Outcome.UNDONE, now=now)
    if ticket.state == State.FINISHED:
        _serve_again(ticket)
    else:
        changing.end_serving(ticket, Serving.Outcome.UNDONE, now=now)
    if ticket.appointment_id:
        _undo_attendance(ticket, actor=actor, now=now)
    ticket.parked_until = None
    return changing.put(ticket, target, "undo", actor=actor, now=now)


def _serve_again(ticket: Ticket) -> None:
    serving = ticket.servings.latest("started_at", "pk")
    serving.ended_at, serving.outcome = None, ""
    serving.save(update_fields=["ended_at", "outcome"])


def _undo_attendance(ticket: Ticket, *, actor: str, now: datetime) -> None:
    assert ticket.appointment_id
    if ticket.state in {State.FINISHED, State.NO_SHOW}:
        attendance.undo_ending(ticket.appointment_id, actor=actor, now=now)
    elif ticket.state == State.WAITING:
        attendance.undo_check_in(ticket.appointment_id, actor=actor, now=now)
