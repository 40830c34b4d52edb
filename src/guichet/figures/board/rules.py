"""How counts of days read before and after a change. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

FEW = 5  # of less, nothing is said but that it is less
UNDER = f"under_{FEW}"  # as files say it
WEEKS = 4  # at most, on each side of a change
_WEEK = timedelta(days=7)
_FEWER, _MORE = 0.8, 1.25  # what is between is chance


@dataclass(frozen=True, slots=True)
class Trend:
    """How much was counted in whole weeks before a change and since; the day itself is in none."""

    changed_on: date
    weeks_before: int
    before: int
    weeks_since: int
    since: int

    @property
    def verdict(self) -> str:
        """Return what may be said of it: too_early, too_few, fewer, more or same."""
        if not self.weeks_since:
            return "too_early"
        if self.before < FEW and self.since < FEW:
            return "too_few"
        before, since = self.before / self.weeks_before, self.since / self.weeks_since
        if since <= before * _FEWER:
            return "fewer"
        return "more" if since >= before * _MORE else "same"


def trend(days: Mapping[date, int], changed_on: date, *, today: date) -> Trend:
    """Return what was counted around a change, up to yesterday: today is not over.

    >>> some = {date(2026, 11, 1): 9, date(2026, 11, 12): 2}
    >>> around = trend(some, date(2026, 11, 10), today=date(2026, 11, 18))
    >>> around.before, around.weeks_since, around.since, around.verdict
    (9, 1, 2, 'same')
    """
    weeks = min(WEEKS, max(0, (today - changed_on - timedelta(days=1)) // _WEEK))
    return Trend(
        changed_on=changed_on,
        weeks_before=WEEKS,
        before=_sum(days, changed_on - WEEKS * _WEEK, changed_on),
        weeks_since=weeks,
        since=_sum(
            days, changed_on + timedelta(days=1), changed_on + timedelta(days=1 + 7 * weeks)
        ),
    )


def _sum(days: Mapping[date, int], first: date, end: date) -> int:
    return sum(count for day, count in days.items() if first <= day < end)
