"""Judgement about interviews: which times can be offered, chosen and moved to. Values in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guichet.kernel.obstacles import Obstacle

LATEST = timedelta(days=366)  # from today on
MOST_MOVES = 1
_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:00)?", re.ASCII)


def read_time(text: str, zone: ZoneInfo) -> datetime:
    """Return a time on the clock of a place, written YYYY-MM-DD HH:MM or with a T; or Obstacle.

    `malformed`, `no_such_time` where the clock jumps over it, `twice_a_day` where it comes twice.

    >>> read_time("2026-12-04 10:30", ZoneInfo("America/Toronto")).isoformat()
    '2026-12-04T10:30:00-05:00'
    """
    parts = _WRITTEN.fullmatch(text)
    try:
        local = datetime.fromisoformat(f"{parts[1]}T{parts[2]}") if parts else None
    except ValueError:
        local = None
    if local is None:
        raise Obstacle("malformed")
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        is_jumped = (first.utcoffset() or timedelta()) < (second.utcoffset() or timedelta())
        raise Obstacle("no_such_time" if is_jumped else "twice_a_day")
    return first


def faults_of(
    times: Mapping[str, datetime], *, answered_until: datetime | None, now: datetime, minutes: int
) -> dict[str, str]:
    """Return what is wrong with times that are to be offered, a code by the name of the field.

    Each lies in the future, within a year, after the day by which the person answers, and does not
    overlap another one: the person may take any of them as long as they may answer, which is until
    `answered_until`, wherever the clock of the place then stands.
    """
    faults: dict[str, str] = {}
    for name, time in times.items():
        earlier = [other for key, other in times.items() if key < name and key not in faults]
        if time <= now:
            faults[name] = "past"
        elif time > now + LATEST:
            faults[name] = "too_far"
        elif time in earlier:
            faults[name] = "same_time"
        elif any(abs(time - other) < timedelta(minutes=minutes) for other in earlier):
            faults[name] = "overlaps"
        elif answered_until and time < answered_until:
            faults[name] = "before_answer"
    return faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What a page showed of an invitation: an answer to it is about nothing else."""

    key: int
    chosen: datetime | None = None
    appointment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an invitation stands, as far as an answer to it rests on it."""

    times: Sequence[datetime]
    answer_by: date
    chosen: datetime | None = None
    moves: int = 0
    is_declined: bool = False
    is_over: bool = False


def check_choice(
    standing: Standing, time: datetime, *, before: datetime | None, today: date, now: datetime
) -> None:
    """Raise Obstacle where a time cannot be chosen; `before`: the choice as the page showed it.

    `interview_over`, `declined_already`, `not_offered`, `changed_meanwhile` by another window,
    `moved_meanwhile` with which no move is left, `moved_already`, `answered_too_late`,
    `time_passed`.
    """
    check_open(standing)
    if time not in standing.times:
        raise Obstacle("not_offered")
    if before != standing.chosen:
        is_last = standing.moves >= MOST_MOVES
        raise Obstacle("moved_meanwhile" if is_last else "changed_meanwhile")
    if standing.chosen and standing.moves >= MOST_MOVES:
        raise Obstacle("moved_already")
    if standing.chosen is None and today > standing.answer_by:
        raise Obstacle("answered_too_late")
    if time <= now or (standing.chosen and standing.chosen <= now):
        raise Obstacle("time_passed")


def check_newest(showing: Showing, *, key: int) -> None:
    """Raise Obstacle where a page showed another invitation than the one that holds now."""
    if showing.key != key:
        raise Obstacle("replaced_meanwhile")


def check_as_shown(showing: Showing, now: Showing) -> None:
    """Raise Obstacle where somebody would give up or replace a time that no page showed them."""
    if showing != now:
        raise Obstacle("set_meanwhile")


def check_open(standing: Standing) -> None:
    """Raise Obstacle where an invitation takes no answer any more."""
    if standing.is_over:
        raise Obstacle("interview_over")
    if standing.is_declined:
        raise Obstacle("declined_already")


def can_choose(standing: Standing, *, today: date, now: datetime) -> bool:
    """Tell whether a time can be chosen, or moved to, at all."""
    if standing.is_over or standing.is_declined:
        return False
    if standing.chosen:
        return standing.moves < MOST_MOVES and standing.chosen > now
    return today <= standing.answer_by


def stage(standing: Standing, *, today: date, now: datetime) -> str:
    """Return where an invitation stands: offer, late, chosen, passed, declined or over.

    `late`: the day to answer has passed without one. `passed`: the chosen time has begun.
    """
    if standing.is_over:
        return "over"
    if standing.is_declined:
        return "declined"
    if standing.chosen:
        return "passed" if standing.chosen <= now else "chosen"
    return "late" if today > standing.answer_by else "offer"
