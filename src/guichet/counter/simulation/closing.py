"""A sudden closure: everybody due later is hit, and every ticket that is not being served."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from guichet.booking.models import Appointment
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, rules
from guichet.counter.simulation.day import Day
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.opening import actions as opening
from guichet.opening import keeping
from guichet.opening.models import Outcome

REASON = "safety"


def close(
    office: Office, *, starts_at: datetime, ends_at: datetime, actor: str
) -> Sequence[Outcome]:
    """Close an office from a moment on; return what became of each who was due later."""
    closure = opening.close(
        office,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=REASON,
        by=actor,
        now=clock.now(),
    )
    opening.settle(closure, now=clock.now())
    return list(closure.outcomes.all())


def is_hit(appointment: Appointment, day: Day) -> bool:
    """Tell whether a closure of this day, not of one before, took the time of an appointment."""
    outcomes = Outcome.objects.filter(appointment=appointment)
    opens_at, closes_at = day.hours.opens_at, day.hours.closes_at
    return outcomes.filter(closure__starts_at__lt=closes_at, closure__ends_at__gt=opens_at).exists()


def take(outcome: int) -> None:
    """Let somebody take the place that is kept for them, if they have heard of it."""
    offer = Outcome.objects.exclude(told_by="").filter(pk=outcome, kind=Outcome.Kind.MOVED).first()
    if offer:
        with suppress(Obstacle):  # it was kept no longer
            keeping.take(offer, now=clock.now())


def turn_away(office: Office, *, actor: str) -> int:
    """Turn away everybody who has a ticket and is not being served; return how many."""
    waiting = Ticket.objects.filter(office=office, state__in=rules.IN_LINE | {"called"})
    count = 0
    for pk in list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)):
        try:
            actions.turn_away(pk, office=office, actor=actor, now=clock.now())
            count += 1
        except Obstacle:  # who is at the desk by now is served
            continue
    return count
