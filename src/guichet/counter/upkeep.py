"""Forget tickets when they serve no more; what is counted of them is counted before."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from guichet.booking.models import Appointment
from guichet.booking.upkeep import APPOINTMENTS_KEPT, COUNT_FIRST, counting_first
from guichet.counter.models import Call, Day, Serving, Ticket
from guichet.kernel.database import forgetting

# Which tickets rooms above have counted: the others are not forgotten yet.
COUNTED: list[Callable[[QuerySet[Ticket]], QuerySet[Ticket]]] = []


@transaction.atomic
def erase_with(appointments: QuerySet[Appointment]) -> int:
    """Erase the tickets of appointments that are about to be erased."""
    return _erase(Ticket.objects.filter(appointment__in=appointments))


def purge(*, now: datetime) -> dict[str, int]:
    """Erase all that is kept no longer than it serves; return how many of each."""
    last_day = (now - APPOINTMENTS_KEPT).date()
    past = Ticket.objects.filter(day__lt=last_day)
    for counted in COUNTED:
        past = counted(past)
    kinds: dict[str, Callable[[], int]] = {
        **counting_first(now=now),
        "tickets": partial(_erase, past),
        "opening_days": partial(forgetting.erase, Day.objects.filter(date__lt=last_day)),
    }
    return forgetting.each(kinds, now=now, leftovers=COUNT_FIRST)


def _erase(tickets: QuerySet[Ticket]) -> int:
    for model in (Call, Serving):
        forgetting.erase(model.objects.filter(ticket__in=tickets))
    return forgetting.erase(tickets)
