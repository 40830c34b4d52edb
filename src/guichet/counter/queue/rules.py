"""Judgement on a queue: whose turn it is, what a ticket may become, how long somebody waits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from guichet.kernel.obstacles import Obstacle

FIRST_NUMBER = 101
DAY_TURNS_AFTER = timedelta(hours=4)  # no office is open at four: a late queue stays one day's
OPEN = frozenset({"waiting", "called", "parked", "in_service"})
AT_A_DESK = frozenset({"called", "in_service"})
IN_LINE = frozenset({"waiting", "parked"})
FETCH = "fetch"  # the need of somebody who would not see or hear the call
ROUNDED_TO = 5  # minutes of an estimate: nobody knows it better
SHORTEST = 5  # minutes: nobody is told that it is nothing, who then goes for a coffee
PAUSE = timedelta(minutes=10)  # what a client may ask for who needs more time, or comes late
MOST_PAUSES = 2  # who needs longer asks at the reception
AT_WORK = timedelta(minutes=30)  # a desk that did nothing for longer is not counted on
GIVEN_BACK = timedelta(minutes=10)  # for which somebody waits for a desk where nobody works
JUST_NOW = timedelta(minutes=10)  # for which whoever moves somebody again is told of the last time

# What each deed makes of a ticket, and from where.
DEEDS: Mapping[str, tuple[Collection[str], str]] = {
    "call": (IN_LINE, "called"),
    "recall": ({"called"}, "called"),
    "park": (IN_LINE | {"called"}, "parked"),
    "be_back": ({"parked"}, "waiting"),
    "agree": ({"waiting"}, "waiting"),
    "transfer": (OPEN, "waiting"),
    "start": ({"called"}, "in_service"),
    "finish": ({"in_service"}, "finished"),
    "no_show": ({"called"}, "no_show"),
    "left": (IN_LINE | {"called"}, "left"),
    "turn_away": (IN_LINE | {"called"}, "turned_away"),
    "cancel": (IN_LINE | {"called"}, "cancelled"),
}
# What the last deed is taken back to: of who is served, the start, and a second press takes the
# call back; one who is waiting was just let in, and is let out again.
UNDONE: Mapping[str, str] = {
    "called": "waiting",
    "parked": "waiting",
    "in_service": "called",
    "no_show": "waiting",
    "left": "waiting",
    "turned_away": "waiting",
    "finished": "in_service",
    "waiting": "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """What an office has decided on the order of its queue; minutes each."""

    grace: int
    walk_in: int
    needs: Mapping[str, int] = field(default_factory=dict)  # how much earlier a need makes due


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """When a ticket is due, and the instant before which nobody calls it."""

    due_at: datetime
    callable_at: datetime


def opening_day(now: datetime, *, zone: ZoneInfo) -> date:
    """Return the day on the office's calendar to which a ticket of this instant belongs."""
    return (now.astimezone(zone).replace(tzinfo=None) - DAY_TURNS_AFTER).date()


def turn_of(
    precedence: Precedence,
    *,
    arrived_at: datetime,
    starts_at: datetime | None,
    needs: Iterable[str] = (),
    agreed: bool = False,
) -> Turn:
    """Return the turn of somebody who comes; `starts_at` is the time of an appointment.

    An appointment is due at its time, or when they came if that is later than the grace; a
    walk-in some minutes after they came. Needs make due earlier. Nobody is called before the time
    of their appointment unless they `agreed` to it. Ties go by the order in which they came, so
    that the order is total; since what is due never changes, nobody is overtaken for ever.
    """
    if starts_at is None:
        due_at = arrived_at + timedelta(minutes=precedence.walk_in)
    else:
        is_late = arrived_at > starts_at + timedelta(minutes=precedence.grace)
        due_at = arrived_at if is_late else starts_at
    earlier = sum(precedence.needs.get(need, 0) for need in set(needs))
    waits_for = arrived_at if agreed or starts_at is None else starts_at
    return Turn(due_at=due_at - timedelta(minutes=earlier), callable_at=max(arrived_at, waits_for))


def is_possible(deed: str, state: str) -> bool:
    """Tell whether a deed can be done to a ticket where it is."""
    return state in DEEDS[deed][0]


def undone(state: str) -> str:
    """Return what a ticket becomes when its last deed is taken back, or raise Obstacle."""
    if state not in UNDONE:
        raise Obstacle("nothing_to_undo")
    return UNDONE[state]


def agreed_from(callable_at: datetime, *, now: datetime) -> datetime:
    """Return from when somebody is called who agrees to be called early, or raise Obstacle."""
    if callable_at <= now:
        raise Obstacle("callable_already")
    return now


def may_be_fetched(state: str, needs: Collection[str]) -> bool:
    """Tell whether somebody can ask now to be fetched, which they have not done yet."""
    return state in IN_LINE | {"called"} and FETCH not in needs


def paused_until(
    pauses: int, parked_until: datetime | None, callable_at: datetime, *, now: datetime
) -> datetime:
    """Return until when a client who asks for more time is passed over, or raise Obstacle.

    It counts from when they can be called: before that nobody needs more.
    """
    if pauses >= MOST_PAUSES:
        raise Obstacle("no_more_time")
    return max(now, callable_at, parked_until or now) + PAUSE


def given_back_at(changed_at: datetime) -> datetime:
    """Return from when any desk calls somebody who was handed on to one where nobody works."""
    return changed_at + GIVEN_BACK


def is_just_now(at: datetime, *, now: datetime) -> bool:
    """Tell whether something was done so lately that whoever does it again may not have seen it."""
    return at >= now - JUST_NOW


def check_arrival(
    at_office: str, starts_at: datetime, *, status: str, office: str, on: date, day: date
) -> None:
    """Raise Obstacle for somebody whose appointment is elsewhere, or `on` another day.

    Of one that is canceled that is the first thing to know: nobody is sent anywhere for it.
    """
    if status == "cancelled":
        raise Obstacle("already_cancelled", office=at_office)
    if at_office != office:
        raise Obstacle("wrong_office", office=at_office)
    if on != day:
        raise Obstacle("wrong_day", starts_at=starts_at)


def has_stayed_away(status: str, *, is_here: bool) -> bool:
    """Tell whether somebody was noted as not coming who had never been checked in."""
    return status == "no_show" and not is_here


def read_desk(text: str) -> str:
    """Return what stands on the sign of a desk, or raise Obstacle("malformed").

    >>> read_desk(" 3b ")
    '3B'
    """
    sign = text.strip().upper()
    if not (sign.isalnum() and len(sign) <= 8):
        raise Obstacle("malformed", field="desk")
    return sign


def is_numbered(sign: str, *, desks: int) -> bool:
    """Tell whether a sign is the number of one of so many desks, the first being 1."""
    return sign.isascii() and sign.isdecimal() and 1 <= int(sign) <= desks


def minutes_until(moment: datetime, *, now: datetime) -> int:
    """Return in how many minutes something comes, as it is foretold: rounded up to five.

    >>> from datetime import UTC
    >>> ten = datetime(2026, 12, 1, 10, tzinfo=UTC)
    >>> minutes_until(ten + timedelta(minutes=22), now=ten), minutes_until(ten, now=ten)
    (25, 0)
    """
    minutes = (moment - now) / timedelta(minutes=1)
    return ceil(max(minutes, 0) / ROUNDED_TO) * ROUNDED_TO


def ends_too_late(
    minutes: int, *, serving: float, closes_at: datetime | None, now: datetime
) -> bool:
    """Tell whether somebody who comes now would still be served when the office has closed."""
    return closes_at is None or now + timedelta(minutes=minutes + serving) > closes_at
