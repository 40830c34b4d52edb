"""Take the last deed on a ticket back: a slip of the hand costs nobody their turn."""

from datetime import datetime

from django.db import transaction

from guichet.booking.attendance import actions as attendance
from guichet.booking.models import Appointment
from guichet.counter.models import Call, Serving, Ticket
from guichet.counter.queue import changing, queries, rules
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.offices.models import Office

State = Ticket.State
# What leaves somebody waiting and is done anew rather than taken back: they are not let out for it.
STAY = {"ticket_transfer", "ticket_be_back", "ticket_fetch"}

SERVED_OR_MISSED = {State.FINISHED, State.NO_SHOW}
ENDED = SERVED_OR_MISSED | {State.LEFT, State.TURNED_AWAY}


@transaction.atomic
def undo(
    pk: int, *, office: Office, actor: str, now: datetime, mark: str = "", is_sure: bool = True
) -> Ticket:
    """Put a ticket back to where it was before the last deed, or raise Obstacle.

    Who is served is called again at the same desk; who was called waits again with the same turn;
    who was finished is served again, if the desk is free (`desk_busy`); who only waits was let in
    by mistake, and the ticket ends. Who was handed on waits where they are: hand them on again
    (`nothing_to_undo`). Of what a colleague did at a desk, a call, a start or a finish, who is not
    sure is asked first: `undo_of_another`, with the account that is the `owner`.
    """
    ticket = _lock(pk, office, now=now, mark=mark)
    if not is_sure and (owner := _owner_of(ticket)) not in ("", actor):
        raise Obstacle("undo_of_another", ticket=ticket, owner=owner)
    target = rules.undone(ticket.state)
    last = _last_deed(ticket) if ticket.state == State.WAITING else ""
    if last in STAY:
        raise Obstacle("nothing_to_undo")
    if last == "ticket_agree":
        return _wait_for_the_time(ticket, actor=actor, now=now)

    if _was_for_all(ticket):
        ticket.for_desk = ""
    changing.end_call(ticket, Call.Outcome.UNDONE, now=now)
    if ticket.state == State.FINISHED:
        _serve_again(ticket)
    elif ticket.state == State.IN_SERVICE and not _call_again(ticket, now=now):
        target = State.WAITING
    if ticket.appointment_id:
        _undo_attendance(ticket, actor=actor, now=now)
    ticket.parked_until = None
    return changing.put(ticket, target, "undo", actor=actor, now=now)


def _lock(pk: int, office: Office, *, now: datetime, mark: str) -> Ticket:
    """Return a ticket under lock, and its desk before it where somebody would be served again."""
    standing = queries.tickets_of(office, now=now).filter(pk=pk).first()
    if standing and standing.state == State.FINISHED:
        changing.take_desk(office, standing.desk)  # a desk is locked before its ticket
        changing.check_free(office, standing.desk)
    ticket = changing.lock(pk, office, now=now, mark=mark)
    if standing is None or standing.state != ticket.state:
        raise Obstacle("ticket_elsewhere", ticket=ticket)
    return ticket


def _owner_of(ticket: Ticket) -> str:
    """Return who has called, serves or has served somebody at a desk, as the record names them."""
    if ticket.state == State.FINISHED:
        return ticket.changed_by
    rows = ticket.calls if ticket.state == State.CALLED else ticket.servings
    row = rows.filter(ended_at=None).first()
    return audit.actor_of(row.officer_id) if row else ""


def _was_for_all(ticket: Ticket) -> bool:
    """Tell whether another desk than theirs called somebody as the next: nobody works at theirs."""
    elsewhere = ticket.state == State.CALLED and ticket.for_desk not in ("", ticket.desk)
    return elsewhere and ticket.calls.filter(ended_at=None, reason="").exists()


def _call_again(ticket: Ticket, *, now: datetime) -> bool:
    """End a serving that is taken back, and open the call that led to it; tell whether one did."""
    serving = ticket.servings.get(ended_at=None)
    changing.end_serving(ticket, Serving.Outcome.UNDONE, now=now)
    call = ticket.calls.filter(outcome=Call.Outcome.CAME, ended_at=serving.started_at).last()
    if call is None:
        return False
    call.ended_at, call.outcome = None, ""
    call.save(update_fields=["ended_at", "outcome"])
    return True


def _last_deed(ticket: Ticket) -> str:
    """Return the verb of the last deed: of one who waits, the state does not tell it."""
    lines = AuditEntry.objects.filter(record_type="ticket", record=ticket.pk)
    return lines.order_by("at", "pk").values_list("verb", flat=True).last() or ""


def _wait_for_the_time(ticket: Ticket, *, actor: str, now: datetime) -> Ticket:
    assert ticket.appointment_id
    times = Appointment.objects.values_list("slot__starts_at", flat=True)
    starts_at = times.get(pk=ticket.appointment_id)
    ticket.callable_at = max(ticket.arrived_at, starts_at)
    return changing.put(ticket, State.WAITING, "undo", actor=actor, now=now)


def _serve_again(ticket: Ticket) -> None:
    serving = ticket.servings.latest("started_at", "pk")
    serving.ended_at, serving.outcome = None, ""
    serving.save(update_fields=["ended_at", "outcome"])


def _undo_attendance(ticket: Ticket, *, actor: str, now: datetime) -> None:
    assert ticket.appointment_id
    ended = Appointment.objects.filter(pk=ticket.appointment_id).exclude(ended_as="")
    # Of who left before their appointments said so, there is no ending to take back.
    if ticket.state in ENDED and (ticket.state in SERVED_OR_MISSED or ended.exists()):
        attendance.undo_ending(ticket.appointment_id, actor=actor, now=now)
    elif ticket.state == State.WAITING:
        attendance.undo_check_in(ticket.appointment_id, actor=actor, now=now)
