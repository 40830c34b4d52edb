"""The list of those to call: whom no mail and no text could tell of a change by the office."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from guichet.booking.models import Appointment, CallTask

STILL_CALLED = timedelta(days=1)  # after a time that was closed
# Rooms above note that somebody was reached; each adds its own when the site starts.
ON_REACHED: list[Callable[[CallTask, datetime], object]] = []
SHOWN = 50  # on one page: each line is a recorded look at somebody


def waiting(*, now: datetime) -> QuerySet[CallTask]:
    """Return the calls that are still to be made, the soonest appointment first.

    Whoever has moved or cancelled since need not be called about what they have left behind. Whom
    a closure canceled stays listed when it is taken back: their appointment is canceled still.
    """
    booked = Q(appointment__state=Appointment.State.BOOKED)
    same_day = Q(about_on=F("appointment__slot__local_day"))
    closed = Q(appointment__slot__closed=True)
    # Cancelled along with it; who cancels by themselves later knows of it.
    by_closure = Q(appointment__cancelled_at__lte=F("since"))
    kind = CallTask.Kind
    # Who hears late that the office was closed hears it all the same.
    ahead = Q(appointment__slot__starts_at__gt=now)
    late = Q(kind=kind.CLOSURE, appointment__slot__starts_at__gt=now - STILL_CALLED)
    return (
        CallTask.objects.filter(ahead | late, reached_at=None)
        .filter(
            Q(kind=kind.CHANGE)
            | (booked & closed | by_closure) & same_day & Q(kind=kind.CLOSURE)
            | booked & same_day & ~closed & Q(kind__in=[kind.CLOSURE_ENDED, kind.PLACE])
        )
        .select_related("appointment", "appointment__slot", "appointment__slot__office")
        .order_by("appointment__slot__starts_at", "pk")
    )


def tick(task: CallTask, *, by: str, now: datetime) -> bool:
    """Note that somebody was reached; false when that had been noted before."""
    unreached = CallTask.objects.filter(pk=task.pk, reached_at=None)
    if not unreached.update(reached_at=now, reached_by=by):
        return False
    for follow in ON_REACHED:
        follow(task, now)
    return True
