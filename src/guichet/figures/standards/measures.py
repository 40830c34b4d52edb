"""How a standard was kept on a day: what was due then, and how much of it in time."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q

from guichet.applications.models import Application, DocumentRequest
from guichet.applications.periods import answer_time
from guichet.contact.call_backs.queries import kept_since
from guichet.contact.calls.models import TelephoneCall
from guichet.figures.models import DayFigures
from guichet.figures.standards.table import Standard
from guichet.interactions.models import Promise
from guichet.kernel.reading.days import authority_zone

type Count = tuple[int, int]  # how much was due, and how much of it was kept


def decided_in_time(standard: Standard, day: date) -> Count:
    """Count the applications whose hours were over on a day: decided, or asked for papers.

    One that its applicant withdrew is owed nothing.
    """
    first, end = _bounds(day)
    within = answer_time()
    due = Application.objects.filter(
        submitted_at__gte=first - within, submitted_at__lt=end - within
    )
    due = due.exclude(state="withdrawn")
    last = F("submitted_at") + within
    papers = DocumentRequest.objects.filter(
        application=OuterRef("pk"), asked_at__lte=OuterRef("submitted_at") + within
    )
    return due.count(), due.filter(Q(decided_at__lte=last) | Exists(papers)).count()


def calls_answered(standard: Standard, day: date) -> Count:
    """Count the calls of a day, and those that somebody answered."""
    first, end = _bounds(day)
    calls = TelephoneCall.objects.filter(heard_at__gte=first, heard_at__lt=end)
    return calls.count(), calls.exclude(answered_at=None).count()


def called_back_in_time(standard: Standard, day: date) -> Count:
    """Count the windows that were agreed on and ended on a day, and those in which we called."""
    first, end = _bounds(day)
    return kept_since(first - timedelta(microseconds=1), now=end - timedelta(microseconds=1))


def answered_by_promised_day(standard: Standard, day: date) -> Count:
    """Count the promises that were due on a day, and those that were kept by then.

    Who was told of another day before the first one was over has a promise of that day; the first
    one was not kept.
    """
    promises = Promise.objects.filter(due_on=day)
    return promises.count(), promises.filter(kept_at__lte=F("due_at")).count()


def called_in_time(standard: Standard, day: date) -> Count | None:
    """Count who waited at a desk on a day, and who was called in the minutes of the standard.

    None while the day is not counted: see `figures.actions.count_days`.
    """
    spreads = DayFigures.objects.filter(date=day, by=DayFigures.By.ALL).values_list("waits")
    rows = [waits for (waits,) in spreads]
    if not rows:
        return None
    return sum(map(sum, rows)), sum(sum(waits[: standard.minutes + 1]) for waits in rows)


def _bounds(day: date) -> tuple[datetime, datetime]:
    zone = authority_zone()
    first, end = (datetime.combine(at, time.min, zone) for at in (day, day + timedelta(days=1)))
    return first, end


MEASURES: Mapping[str, Callable[[Standard, date], Count | None]] = {
    "decided_in_time": decided_in_time,
    "calls_answered": calls_answered,
    "called_back_in_time": called_back_in_time,
    "answered_by_promised_day": answered_by_promised_day,
    "called_in_time": called_in_time,
}
