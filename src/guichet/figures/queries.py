"""The counts of a day: as they were written, or as the tables have them."""

from collections.abc import Mapping
from datetime import date

from guichet.counter import counts
from guichet.figures.models import DayCounts


def counts_of(office: str, day: date) -> Mapping[str, int]:
    """Return the counts of a day under the names of `counter.counts`, in its order.

    A day that is written is not counted again: its tickets may be forgotten by now.
    """
    row = DayCounts.objects.filter(office=office, date=day).first()
    current = counts.of_day(office, day)
    return {name: row.counts.get(name, 0) for name in current} if row else current
