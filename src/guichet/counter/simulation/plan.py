"""Who comes on a simulated day, when, and what they do: drawn from a seed and nothing else.

How many cancel, and how many do not come, is the same for the same seed, whatever the day has of
places: so many are drawn from those who are due before the closure, which takes the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

MINUTE = timedelta(minutes=1)
DOORS = 20 * MINUTE  # before the first hour, from which people are let in
CANCEL = 0.05  # of the clients
LATE, AGREE, NEED, URGENT = 0.1, 0.2, 0.08, 0.05
IMPATIENT, PAUSE = 0.03, 0.03  # clients who leave, or ask for time, should they wait so long


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedClient:
    """An appointment of the day: its number in the tables, its time and its service."""

    appointment: int
    starts_at: datetime
    service: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What somebody does that day. A walk-in has no appointment; who never comes, no arrival."""

    service: str
    language: str
    appointment: int | None = None
    starts_at: datetime | None = None
    arrives_at: datetime | None = None
    cancels_at: datetime | None = None
    needs: tuple[str, ...] = ()
    reason: str = ""
    agrees: bool = False  # to be called before their time
    leaves_after: timedelta | None = None  # a wait as long
    pauses_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The day at the office: when it opens and closes, and what people speak, need and want."""

    opens_at: datetime
    closes_at: datetime
    stretches: Sequence[tuple[datetime, datetime]]
    services: Sequence[str]
    languages: Sequence[str]
    needs: Sequence[str]
    reasons: Sequence[str]


def people_of(
    expected: Sequence[ExpectedClient],
    hours: Hours,
    *,
    count: int,
    no_shows: float,
    closure: datetime | None,
    cancelled: int = 0,
    dice: Random,
) -> list[Person]:
    """Return what those who are expected do; `cancelled` appointments of theirs were given back."""
    before = [client for client in expected if closure is None or client.starts_at < closure]
    dice.shuffle(before)
    missing = set(before[: round(no_shows * count)])
    rest = before[len(missing) :]
    cancelling = set(rest[: max(0, round(CANCEL * count) - cancelled)])
    return [
        _person(client, hours, comes=client not in missing, cancels=client in cancelling, dice=dice)
        for client in expected
    ]


def walk_ins_of(hours: Hours, *, count: int, dice: Random) -> list[Person]:
    """Return who comes without an appointment, while the office is open."""
    return [_walk_in(hours, dice) for _ in range(count)]


def _person(
    client: ExpectedClient, hours: Hours, *, comes: bool, cancels: bool, dice: Random
) -> Person:
    early = dice.triangular(-2, 40, 12) * MINUTE
    late = dice.uniform(5, 40) * MINUTE
    arrives_at = client.starts_at + (late if dice.random() < LATE else -early)
    notice = dice.uniform(45, 180) * MINUTE
    return Person(
        appointment=client.appointment,
        starts_at=client.starts_at,
        service=client.service,
        language=client.language,
        arrives_at=max(arrives_at, hours.opens_at - DOORS) if comes and not cancels else None,
        cancels_at=client.starts_at - notice if cancels else None,
        needs=_some(hours.needs, NEED, dice),
        agrees=dice.random() < AGREE,
        leaves_after=_some_time(IMPATIENT, dice),
        pauses_after=_some_time(PAUSE, dice),
    )


def _walk_in(hours: Hours, dice: Random) -> Person:
    opens_at, closes_at = dice.choices(
        hours.stretches, [(end - start) / MINUTE for start, end in hours.stretches]
    )[0]
    return Person(
        service=dice.choice(hours.services),
        language=dice.choice(hours.languages),
        arrives_at=opens_at + dice.random() * (closes_at - opens_at),
        needs=_some(hours.needs, NEED, dice),
        reason="".join(_some(hours.reasons, URGENT, dice)),
        leaves_after=dice.uniform(40, 180) * MINUTE,
        pauses_after=_some_time(PAUSE, dice),
    )


def _some(words: Sequence[str], share: float, dice: Random) -> tuple[str, ...]:
    return (dice.choice(words),) if dice.random() < share else ()


def _some_time(share: float, dice: Random) -> timedelta | None:
    return dice.uniform(10, 60) * MINUTE if dice.random() < share else None
