"""A sudden closure: everybody due later is hit, and every ticket that is not being served."""

from datetime import date, datetime

from guichet.booking.models import Appointment
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, rules
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices import actions as offices
from guichet.offices.models import Closure, Office

REASONS = {"en": "The building is closed for safety today."}


def close(office: Office, day: date, *, now: datetime) -> None:
    """Close an office for the rest of a day: who is due later is told."""
    Closure.objects.create(office=office, starts_on=day, ends_on=day, reasons=REASONS)
    offices.days_changed(office.pk)


def is_hit(appointment: Appointment) -> bool:
    """Tell whether the closure has taken the time of an appointment."""
    return appointment.office_closed_at is not None


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
