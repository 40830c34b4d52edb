"""The list of those to call: whom no mail and no text could tell of a change by the office."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from guichet.booking.models import Appointment, CallTask

SHOWN = 50  # on one page: each line is a recorded look at somebody


def waiting(*, now: datetime) -> QuerySet[CallTask]:
    """Return the calls that are still to be made, the soonest appointment first.

    Whoever has moved or cancelled since need not be called about what they have left behind.
    """
    booked = Q(appointment__state=Appointment.State.BOOKED)
    same_day = Q(about_on=F("appointment__slot__local_day"))
    closed = Q(appointment__slot__closed=True)
    kind = CallTask.Kind
    return (
        CallTask.objects.filter(reached_at=None, appointment__slot__starts_at__gt=now)
        .filter(
            Q(kind=kind.CHANGE)
            | booked & same_day & closed & Q(kind=kind.CLOSURE)
            | booked & same_day & ~closed & Q(kind__in=[kind.CLOSURE_ENDED, kind.PLACE])
        )
        .select_related("appointment", "appointment__slot", "appointment__slot__office")
        .order_by("appointment__slot__starts_at", "pk")
    )


def tick(task: CallTask, *, by: str, now: datetime) -> bool:
    """Note that somebody was reached; false when that had been noted before."""
    unreached = CallTask.objects.filter(pk=task.pk, reached_at=None)
    return bool(unreached.update(reached_at=now, reached_by=by))
