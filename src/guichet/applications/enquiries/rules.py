"""Judgement about enquiries: when one may be asked, and by when we promise to answer."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from guichet.applications import states
from guichet.kernel.obstacles import Obstacle

# The published standard: working days until an answer, by kind.
ANSWERED_WITHIN: Mapping[str, int] = {"late": 2, "trouble": 2, "other": 5}
TROUBLES = ("no_mail", "payment", "session", "error", "paper", "code")
LATER_WITHIN = timedelta(days=30)  # from the day on which an answer is promised anew
LONGEST = 2000  # characters of a question
_SATURDAY = 5


def promised_on(kind: str, *, today: date, closed: Collection[date]) -> date:
    """Return the day by which an answer is promised, `closed` being the public holidays.

    >>> promised_on("late", today=date(2026, 11, 27), closed=())
    datetime.date(2026, 12, 1)
    """
    day, days = today, ANSWERED_WITHIN[kind]
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY and day not in closed
    return day


def check_later(due_on: date, *, promised_on: date, today: date) -> None:
    """Raise Obstacle for a day that cannot be promised instead of another one."""
    if not promised_on < due_on <= max(today, promised_on) + LATER_WITHIN:
        raise Obstacle("invalid", errors={"due_on": "out_of_range"})


def is_late(state: str, *, due_at: datetime | None, now: datetime) -> bool:
    """Tell whether we owe an answer whose time has passed."""
    return state in states.OURS and due_at is not None and now >= due_at


def check_late(state: str, *, due_at: datetime | None, now: datetime) -> None:
    """Raise Obstacle when somebody asks why it takes so long, and the clock has not run out."""
    if not is_late(state, due_at=due_at, now=now):
        raise Obstacle("not_late")


def check_question(
    kind: str, *, about: str, words: str, reply_to: str, has_case: bool, has_address: bool
) -> None:
    """Raise Obstacle for what is missing from a question, by field."""
    errors: dict[str, str] = {}
    if kind not in ANSWERED_WITHIN or (kind == "late" and not has_case):
        errors["kind"] = "unknown_value"
    if about and about not in TROUBLES:
        errors["about"] = "unknown_value"
    if kind == "other" and not words:
        errors["words"] = "required"
    if len(words) > LONGEST:
        errors["words"] = "too_long"
    if not has_address and not reply_to:
        errors["reply_to"] = "required"
    if errors:
        raise Obstacle("invalid", errors=errors)
