"""Every write about a queue: who waits is called, is served, or goes.

Each locks the ticket it changes, so that of two who press at once the second reads what the first
did: Obstacle("ticket_elsewhere") carries the `ticket`, which says where it is, at which desk, since
when and through whom. `mark` is the mark of how the page of a press showed the ticket
(`counter/showing.py`): where it stands otherwise by now, Obstacle("ticket_changed") says the same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from guichet.booking.attendance import actions as attendance
from guichet.counter.models import Call, Serving, Ticket
from guichet.counter.queue import changing, queries, rules
from guichet.kernel.record import audit
from guichet.offices.models import Office


@transaction.atomic
def call_next(
    office: Office, *, desk: str, services: Sequence[str] = (), officer: int, now: datetime
) -> Ticket | None:
    """Call whose turn it is to a desk; None where nobody can be called now.

    Twenty who press at once get twenty people: each passes over whom another one has ticket.
    """
    changing.take_desk(office, desk)
    ticket = queries.take_next(office, desk, services=services, now=now)
    if ticket is None:
        changing.check_free(office, desk)
        return None
    return _call(ticket, desk=desk, officer=officer, reason="", now=now)


@transaction.atomic
def call(
    pk: int,
    *,
    office: Office,
    desk: str,
    reason: str,
    officer: int,
    now: datetime,
    mark: str = "",
) -> Ticket:
    """Call somebody whose turn it is not, for a reason that stays with the call."""
    changing.take_desk(office, desk)
    changing.check_free(office, desk)
    ticket = changing.lock(pk, office, "call", now=now, mark=mark)
    return _call(ticket, desk=desk, officer=officer, reason=reason, now=now)


@transaction.atomic
def recall(pk: int, *, office: Office, actor: str, now: datetime, mark: str = "") -> Ticket:
    """Call somebody to the same desk once more, who did not hear it."""
    ticket = changing.lock(pk, office, "recall", now=now, mark=mark)
    ticket.calls.filter(ended_at=None).update(recalled_at=now)
    return changing.change(ticket, "recall", actor=actor, now=now)


@transaction.atomic
def park(
    pk: int,
    *,
    office: Office,
    minutes: int | None = None,
    actor: str,
    now: datetime,
    mark: str = "",
) -> Ticket:
    """Pass somebody over for some minutes, or until staff call them; their turn stays theirs."""
    ticket = changing.lock(pk, office, "park", now=now, mark=mark)
    ticket.parked_until = now + timedelta(minutes=minutes) if minutes else None
    changing.end_call(ticket, Call.Outcome.PARKED, now=now)
    return changing.change(ticket, "park", actor=actor, now=now)


@transaction.atomic
def transfer(
    pk: int,
    *,
    office: Office,
    service: str = "",
    desk: str = "",
    actor: str,
    now: datetime,
    mark: str = "",
) -> Ticket:
    """Give somebody to another service or desk; they wait with the turn they came with."""
    ticket = changing.lock(pk, office, "transfer", now=now, mark=mark)
    changing.end_call(ticket, Call.Outcome.TRANSFERRED, now=now)
    changing.end_serving(ticket, Serving.Outcome.TRANSFERRED, now=now)
    ticket.service_id = service or ticket.service_id
    ticket.for_desk, ticket.callable_at = desk, min(ticket.callable_at, now)
    return changing.change(ticket, "transfer", actor=actor, now=now)


@transaction.atomic
def start(pk: int, *, office: Office, officer: int, now: datetime, mark: str = "") -> Ticket:
    """Begin to serve somebody who came to the desk they were called to."""
    ticket = changing.lock(pk, office, "start", now=now, mark=mark)
    changing.end_call(ticket, Call.Outcome.CAME, now=now)
    Serving.objects.create(
        ticket=ticket,
        office=office,
        service_id=ticket.service_id,
        desk=ticket.desk,
        officer_id=officer,
        started_at=now,
    )
    return changing.change(ticket, "start", actor=audit.actor_of(officer), now=now)


@transaction.atomic
def finish(
    pk: int,
    *,
    office: Office,
    outcome: str,
    note: str = "",
    officer: int,
    now: datetime,
    mark: str = "",
) -> Ticket:
    """Note that somebody was served, or has to come again; their appointment is completed."""
    ticket = changing.lock(pk, office, "finish", now=now, mark=mark)
    actor = audit.actor_of(officer)
    changing.end_serving(ticket, outcome, now=now, note=note)
    if ticket.appointment_id:
        attendance.complete(ticket.appointment_id, actor=actor, now=now)
    return changing.change(ticket, "finish", actor=actor, now=now)


@transaction.atomic
def miss(pk: int, *, office: Office, actor: str, now: datetime, mark: str = "") -> Ticket:
    """Note that somebody who was called did not come; not before their time and its grace."""
    ticket = changing.lock(pk, office, "no_show", now=now, mark=mark)
    if ticket.appointment_id:
        grace = timedelta(minutes=queries.precedence_of(office).grace)
        attendance.miss(ticket.appointment_id, grace=grace, actor=actor, now=now)
    changing.end_call(ticket, Call.Outcome.NO_SHOW, now=now)
    return changing.change(ticket, "no_show", actor=actor, now=now)


@transaction.atomic
def leave(pk: int, *, office: Office, actor: str, now: datetime, mark: str = "") -> Ticket:
    """Note that somebody has gone, or goes, without being served."""
    ticket = changing.lock(pk, office, "left", now=now, mark=mark)
    if ticket.appointment_id:
        attendance.leave(ticket.appointment_id, actor=actor, now=now)
    changing.end_call(ticket, Call.Outcome.LEFT, now=now)
    return changing.change(ticket, "left", actor=actor, now=now)


@transaction.atomic
def agree(pk: int, *, office: Office, actor: str, now: datetime, mark: str = "") -> Ticket:
    """Let somebody be called before the time of their appointment: they agree to it."""
    ticket = changing.lock(pk, office, "agree", now=now, mark=mark)
    ticket.callable_at = rules.agreed_from(ticket.callable_at, now=now)
    return changing.change(ticket, "agree", actor=actor, now=now)


@transaction.atomic
def turn_away(pk: int, *, office: Office, actor: str, now: datetime) -> Ticket:
    """Note that the office cannot serve somebody today."""
    ticket = changing.lock(pk, office, "turn_away", now=now)
    if ticket.appointment_id:
        attendance.turn_away(ticket.appointment_id, actor=actor, now=now)
    changing.end_call(ticket, Call.Outcome.LEFT, now=now)
    return changing.change(ticket, "turn_away", actor=actor, now=now)


@transaction.atomic
def cancel(pk: int, *, office: Office, actor: str, now: datetime) -> Ticket:
    """End the ticket of an appointment that is cancelled or moved to another day."""
    ticket = changing.lock(pk, office, "cancel", now=now)
    changing.end_call(ticket, Call.Outcome.CANCELLED, now=now)
    return changing.change(ticket, "cancel", actor=actor, now=now)


def _call(ticket: Ticket, *, desk: str, officer: int, reason: str, now: datetime) -> Ticket:
    return changing.call(ticket, desk=desk, officer=officer, reason=reason, now=now)
