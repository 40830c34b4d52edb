"""The period of which a page shows figures: named by its address, or the last four weeks."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest

from guichet.figures import rules
from guichet.figures.managers.forms import PeriodForm
from guichet.figures.managers.page import TOPIC
from guichet.web.languages import of
from guichet.web.words import speaker

CHOICES = (7, 28, 91, 365)  # days up to yesterday, each to be had by one press


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, the form that asks for another, and ways to usual ones."""

    first: date
    last: date
    form: PeriodForm
    query: str  # leads to the same period once more
    choices: list[tuple[int, str]]  # how many days, and the query that leads there


def period_of(request: HttpRequest, today: date, *, longest: int = rules.LONGEST) -> Period:
    """Return the period that an address names; the usual one where it names none, or a wrong one.

    What is wrong stands in the form.
    """
    first, last = rules.usual_period(today)
    say = speaker(of(request), TOPIC)
    is_named = any(name.startswith(("first_", "last_")) for name in request.GET)
    form = PeriodForm(
        request.GET if is_named else None,
        say=say,
        longest=longest,
        initial={"first": first, "last": last},
    )
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    yesterday = today - timedelta(days=1)
    choices = [
        (days, query_of(today - timedelta(days=days), yesterday))
        for days in CHOICES
        if days <= longest
    ]
    return Period(first, last, form, query_of(first, last), choices)


def query_of(first: date, last: date) -> str:
    """Return a period as the end of an address.

    >>> query_of(date(2026, 11, 1), date(2026, 11, 2))
    '?first_day=1&first_month=11&first_year=2026&last_day=2&last_month=11&last_year=2026'
    """
    return "?" + urlencode(
        {
            f"{name}_{part}": getattr(day, part)
            for name, day in (("first", first), ("last", last))
            for part in ("day", "month", "year")
        }
    )
