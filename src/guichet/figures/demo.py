"""Figures of invented days, so that a demonstration has something to show."""

from datetime import datetime, timedelta

from guichet.figures.testing import make_figures
from guichet.offices import queries as offices
from guichet.staff import demo

DAYS = 119  # seventeen weeks before the first day of which the site has places of its own


def fill(*, now: datetime) -> int:
    """Write invented figures of offices where demonstration staff work; return of how many days.

    They are of days before the office had any place here: no count of real rows is in their way.
    """
    postings = {office for _, office in demo.accounts_here().values() if office}
    return sum(_fill(office, now=now) for office in sorted(postings))


def _fill(code: str, *, now: datetime) -> int:
    office = offices.office(code)
    if office is None:
        return 0
    services = [service.pk for service in offices.services_of(office)]
    slot = office.slots.order_by("local_day").first()
    end = min(slot.local_day, now.date()) if slot else now.date()
    first = end - timedelta(days=DAYS)
    return make_figures(code, services, first=first, days=DAYS, now=now)
