"""Reads of call-backs: free windows, what is due, what is open for a number, how it went."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guichet.contact.call_backs import rules
from guichet.contact.call_backs.centre import centre
from guichet.contact.call_backs.models import CallBack, CallBackAttempt
from guichet.contact.call_backs.rules import Window
from guichet.interactions.models import Interaction
from guichet.kernel import case_numbers
from guichet.kernel.reading.days import authority_zone

State = CallBack.State


def free_windows(*, now: datetime) -> list[Window]:
    """Return the windows that can be chosen now, the next one first."""
    waiting = CallBack.objects.filter(ended_at=None, starts_at__gte=now).order_by()
    counts = waiting.values_list("starts_at").annotate(number=Count("pk"))
    return rules.free(centre(), dict(counts), now=now, zone=authority_zone())


def window_named(code: str, *, now: datetime) -> Window | None:
    """Return the free window of a code, or None."""
    return next((window for window in free_windows(now=now) if window.code == code), None)


def open_of(by_phone: bytes) -> QuerySet[CallBack]:
    """Return what is open for a number, in the order of its places."""
    return CallBack.objects.filter(by_phone=by_phone, ended_at=None).order_by("place")


def due(*, now: datetime) -> QuerySet[CallBack]:
    """Return whom to call now: their window has begun, or they were missed; the longest wait first.

    What is taken stands among them.
    """
    is_due = Q(state=State.TAKEN) | Q(state=State.OFFERED) | Q(state=State.AGREED)
    began = Q(starts_at=None) | Q(starts_at__lte=now)
    rows = CallBack.objects.filter(is_due, began | Q(state=State.TAKEN), ended_at=None)
    return rows.select_related("request", "taken_by").order_by("ends_at", "pk")


def later(*, now: datetime) -> QuerySet[CallBack]:
    """Return those whose window is to come, or whose text waits to be confirmed."""
    waits = Q(state=State.ASKED) | Q(state=State.AGREED, starts_at__gt=now)
    rows = CallBack.objects.filter(waits, ended_at=None)
    return rows.select_related("request").order_by("starts_at", "pk")


def lately_over(since: datetime) -> QuerySet[CallBack]:
    """Return those that ended since, the last one first."""
    rows = CallBack.objects.filter(ended_at__gte=since).select_related("request")
    return rows.order_by("-ended_at")


def numbered(number: str) -> Sequence[CallBack]:
    """Return the call-backs that were asked for in a contact of this number."""
    number = case_numbers.read(number)
    if not case_numbers.is_number(number, "I"):
        return []
    requests = Interaction.objects.filter(number=number)
    return list(CallBack.objects.filter(request__in=requests).order_by("-pk"))


def settled_by(call_back: int, agent: int) -> str:
    """Return what an agent said last of a try of theirs; "" where they have made none."""
    attempts = CallBackAttempt.objects.filter(call_back=call_back, agent=agent)
    return attempts.order_by("-pk").values_list("outcome", flat=True).first() or ""


def kept_since(since: datetime, *, now: datetime) -> tuple[int, int]:
    """Return how many windows that were agreed on ended since, and in how many we called.

    One that was canceled or never confirmed was not agreed on.
    """
    agreed = CallBack.objects.filter(ends_at__gt=since, ends_at__lte=now).exclude(
        state__in=[State.ASKED, State.CANCELED, State.LAPSED]
    )
    within = CallBackAttempt.objects.filter(
        call_back=OuterRef("pk"),
        began_at__gte=OuterRef("starts_at"),
        began_at__lte=OuterRef("ends_at"),
    )
    return agreed.count(), agreed.filter(Exists(within)).count()
