"""Judgement about applications. Values in; a value or an Obstacle out. Rules never refuse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guichet.kernel.reading.days import authority_zone


def due_at(since: datetime, *, within: timedelta) -> datetime:
    """Return when we owe a decision or a question; an answer of the client begins it anew."""
    return since + within


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an application stands, as far as its public status rests on it."""

    state: str
    due_at: datetime | None = None
    valid_until: date | None = None
    ended_as: str = ""
    closed_by_officer: bool = False
    all_answered: bool = False  # nothing that was asked waits for the client any more
    delay_asked: bool = False  # a question why it takes so long waits for our answer


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """One of nine words and the one next step it offers."""

    code: str
    next_step: str


NOT_FOUND = PublicStatus("not_found", "check_typing")
_FIXED: Mapping[str, PublicStatus] = {
    "draft": PublicStatus("not_finished", "resume"),
    "submitted_unpaid": PublicStatus("not_finished", "pay"),
    "info_requested": PublicStatus("action_needed", "send_information"),
    "interview_requested": PublicStatus("action_needed", "come_to_interview"),
    "refused": PublicStatus("not_approved", "see_options"),
    "abandoned": PublicStatus("withdrawn", "apply_again"),
}


def public_status(standing: Standing, *, now: datetime) -> PublicStatus:
    """Return what the public is told of an application, and the next step it is offered."""
    state = standing.state
    if state == "interview_requested" and standing.all_answered:
        return PublicStatus("in_progress", "wait_for_interview")
    if state in _FIXED:
        return _FIXED[state]
    if state == "withdrawn":
        step = "use_right_document" if standing.closed_by_officer else "apply_again"
        return PublicStatus("withdrawn", step)
    if state == "issued":
        if ended_as(standing, now=now):
            return PublicStatus("no_longer_valid", "apply_again")
        return PublicStatus("approved", "travel_with_this_passport")
    if standing.due_at and now >= standing.due_at:
        return PublicStatus("late", "wait" if standing.delay_asked else "ask_us")
    return PublicStatus("in_progress", "wait")


def ended_as(standing: Standing, *, now: datetime) -> str:
    """Return how an authorization ended, or nothing; the worker need not have noted it yet."""
    if standing.ended_as:
        return standing.ended_as
    today = now.astimezone(authority_zone()).date()
    return "expired" if standing.valid_until and standing.valid_until < today else ""
