"""Judgement about quality: which contacts are drawn, what is asked of each, and by whom."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from math import ceil

from guichet.kernel.obstacles import Obstacle

QUESTIONS = ("identity", "disclosure", "scenario", "promised", "tone")
VERDICTS = ("yes", "no", "none")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """The table: the share of an agent's contacts of a week that is drawn, and its bounds."""

    share: float
    least: int
    most: int


def week_of(day: date) -> str:
    """Return the week of a day, as ISO 8601 writes it.

    >>> week_of(date(2026, 11, 30))
    '2026-W49'
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def last_whole(today: date) -> str:
    """Return the last week that is over: one that goes on would be drawn anew each hour."""
    return week_of(today - timedelta(days=7))


def days_of(week: str, *, today: date) -> tuple[date, date] | None:
    """Return the Monday of a week and the one after; None for what is no week, or not over."""
    match = _WEEK.fullmatch(week)
    try:
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None
    if monday is None or monday + timedelta(days=7) > today:
        return None
    return monday, monday + timedelta(days=7)


def draw(sampling: Sampling, contacts: Mapping[str, Iterable[str]], *, week: str) -> list[str]:
    """Return the numbers of the contacts that are drawn; `contacts` are numbers by agent.

    It is by chance and the same each time: the order is that of a hash of the week and the number,
    which nobody chooses and everybody can compute again.
    """
    numbers: list[str] = []
    for agent in sorted(contacts):
        shuffled = sorted(contacts[agent], key=lambda number: _lot(week, number))
        count = max(sampling.least, ceil(sampling.share * len(shuffled)))
        numbers += shuffled[: min(count, sampling.most)]
    return numbers


def _lot(week: str, number: str) -> str:
    return sha256(f"{week} {number}".encode()).hexdigest()


def check_review(*, agent: int | None, reviewer: int, has_ended: bool, is_drawn: bool) -> None:
    """Raise Obstacle for a contact that goes on, was not drawn, or is one's own."""
    if not has_ended or not is_drawn or agent is None:
        raise Obstacle("not_drawn")
    if agent == reviewer:
        raise Obstacle("own_contact")
