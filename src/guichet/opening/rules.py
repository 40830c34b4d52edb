"""Judgement on closures: which may be made, till when a place is kept. Values in, no clock."""

import re
from datetime import date, datetime, time, timedelta

from guichet.kernel.obstacles import Obstacle

KEPT = timedelta(days=3)  # a place for who has not answered
BEFORE = timedelta(hours=3)  # its time begins; then others may have it
SOONEST = timedelta(hours=24)  # nobody is asked to come on shorter notice
LONGEST = timedelta(days=366)
_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*[:.hH]\s*|(?=\d\d$|\d\d\s*[apAP]))?(\d{2})?\s*([apAP]\.?[mM]\.?)?"
)


def read_clock(text: str) -> time:
    """Return a time of day as staff type it, or raise Obstacle("no_such_time").

    >>> [str(read_clock(text)) for text in ("9", "13:30", "13h30", "0930", "1:30 pm")]
    ['09:00:00', '13:30:00', '13:30:00', '09:30:00', '13:30:00']
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise Obstacle("no_such_time", field="time")
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        raise Obstacle("no_such_time", field="time")
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 23 or minute > 59:
        raise Obstacle("no_such_time", field="time")
    return time(hour, minute)


def check_closure(starts_at: datetime, ends_at: datetime, *, today: date, now: datetime) -> None:
    """Refuse a closure that is past or in no order; `field` says which end is wrong.

    Both are on the clock of the office. One that has begun today counts from now on.
    """
    if starts_at.date() < today:
        raise Obstacle("closure_past", field="first")
    if ends_at <= starts_at:
        raise Obstacle("closure_order", field="last")
    if ends_at <= now:
        raise Obstacle("closure_past", field="last")
    if ends_at - starts_at > LONGEST:
        raise Obstacle("closure_long", field="last")


def kept_until(starts_at: datetime, *, now: datetime) -> datetime:
    """Return till when a place is kept for somebody whom a closure hit."""
    return min(now + KEPT, starts_at - BEFORE)
