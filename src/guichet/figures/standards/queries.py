"""How standards were kept, by month: a process reads the sums at most once a minute."""

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import DatabaseError
from django.db.models import Max, Sum
from django.db.models.functions import TruncMonth

from guichet.figures.models import StandardDay

YOUNG = 60.0  # seconds
MONTHS = 6


@dataclass(frozen=True, slots=True)
class Month:
    """What was due in a month of a standard, and how much of it was kept."""

    first: date
    total: int
    kept: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The months of each standard, the latest first, and up to which day they are counted."""

    months: Mapping[str, list[Month]] = field(default_factory=dict)
    counted_to: date | None = None


@dataclass
class _Latest:
    sums: Sums | None = None
    at: float = 0.0


_latest = _Latest()


def forget() -> None:
    """Read the sums when they are asked for next."""
    _latest.sums = None


def sums(*, today: date) -> Sums:
    """Return how standards were kept in the last months, older ones without a database."""
    if _latest.sums is None or time.monotonic() > _latest.at + YOUNG:
        try:
            _latest.sums = _read(today)
        except DatabaseError:
            if _latest.sums is None:
                raise
        _latest.at = time.monotonic()
    return _latest.sums


def _read(today: date) -> Sums:
    rows = StandardDay.objects.filter(day__gte=_first_of(today, back=MONTHS - 1)).order_by()
    each = rows.annotate(month=TruncMonth("day")).values_list("standard", "month")
    months: dict[str, list[Month]] = defaultdict(list)
    for key, first, total, amount in each.annotate(Sum("total"), Sum("kept")).order_by("-month"):
        months[key].append(Month(first, total, amount))
    return Sums(dict(months), rows.aggregate(last=Max("day"))["last"])


def _first_of(day: date, *, back: int) -> date:
    first = day.replace(day=1)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
