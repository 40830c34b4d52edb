"""Reads of calls: who waits, who speaks, who was missed, how long it takes today."""

from datetime import datetime, time

from django.db.models import Q, QuerySet

from guichet.contact.calls import rules
from guichet.contact.calls.models import TelephoneCall
from guichet.contact.calls.rules import Wait
from guichet.kernel.programs import keys
from guichet.kernel.reading.days import authority_zone

KIND = "telephony"  # of the keys with which telephone systems call


def is_attached() -> bool:
    """Tell whether a telephone system has a key."""
    return keys.in_force().filter(kind=KIND).exists()


def going_on() -> QuerySet[TelephoneCall]:
    """Return the calls that have not ended, the longest first."""
    calls = TelephoneCall.objects.filter(ended_at=None).select_related("agent")
    return calls.order_by("heard_at", "pk")


def missed(*, now: datetime) -> QuerySet[TelephoneCall]:
    """Return today's calls that nobody answered, the last one first, with what was offered."""
    calls = TelephoneCall.objects.filter(heard_at__gte=_midnight(now), answered_at=None)
    return calls.exclude(ended_at=None).select_related("call_back").order_by("-pk")


def waits(*, now: datetime) -> list[Wait]:
    """Return how long callers of today waited or wait: those whose beginning was heard in time."""
    today = Q(heard_at__gte=_midnight(now))
    calls = TelephoneCall.objects.filter(today).exclude(began_at=None)
    columns = calls.order_by().values_list("began_at", "answered_at", "ended_at")
    each = (
        rules.wait_of(began_at=began_at, answered_at=answered_at, ended_at=ended_at, now=now)
        for began_at, answered_at, ended_at in columns
    )
    return [wait for wait in each if wait]


def wait_minutes(*, now: datetime) -> int | None:
    """Return how many minutes a caller waits now; None where nobody was measured today."""
    length = rules.usual_wait(waits(now=now), now=now)
    return None if length is None else rules.minutes(length)


def _midnight(now: datetime) -> datetime:
    zone = authority_zone()
    return datetime.combine(now.astimezone(zone).date(), time.min, zone)
