"""What is counted of days, and what is not forgotten before it is."""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet

from guichet.booking.models import Appointment
from guichet.counter.models import Ticket
from guichet.figures.models import DayFigures, FirstFree, NothingFree, RefusalCount, StepCount
from guichet.kernel.database import forgetting

KEPT = timedelta(days=365)  # counts of steps and refusals, as those of searches


def purge(*, now: datetime) -> dict[str, int]:
    """Erase the counts of steps and of refused answers whose year is over; return how many."""
    last = (now - KEPT).date()
    kinds = {
        "step_counts": partial(forgetting.erase, StepCount.objects.filter(day__lt=last)),
        "refusal_counts": partial(forgetting.erase, RefusalCount.objects.filter(day__lt=last)),
    }
    return forgetting.each(kinds, now=now)


def counted(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Return those appointments whose day is counted: the others are not forgotten yet."""
    return appointments.filter(_is_counted("slot__office", "slot__local_day"))


def counted_tickets(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Return those tickets whose day is counted."""
    return tickets.filter(_is_counted("office", "day"))


def forget_counted(*, now: datetime) -> int:
    """Erase what the figures of counted days were made of, and nothing else needs."""
    del now
    of_days = (FirstFree.objects.all(), NothingFree.objects.all())
    return sum(forgetting.erase(rows.filter(_is_counted("office", "date"))) for rows in of_days)


def _is_counted(office: str, day: str) -> Exists:
    whole = DayFigures.objects.filter(by="all", office=OuterRef(office), date=OuterRef(day))
    return Exists(whole)
