"""Judgement about call-backs: which windows there are, and what may become of one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guichet.kernel.obstacles import Obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """From when until when agents answer on some days of the week; 1 is Monday."""

    weekdays: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The table: the hours of the contact centre, and how it calls people back."""

    hours: tuple[Hours, ...]
    closed: frozenset[date]
    window: timedelta
    notice: timedelta  # before its beginning a window can still be chosen
    days: int
    most: int  # call-backs of one window
    told: int  # windows that a telephone system is told of
    tries: int
    pause: timedelta  # between two tries
    taken: timedelta  # after which another agent may take over
    offered: timedelta
    texts_a_day: int
    text_waits: timedelta
    silent: timedelta


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A time in which somebody is called back: at its beginning or later, before its end."""

    starts_at: datetime
    ends_at: datetime

    @property
    def code(self) -> str:
        """Return what names it in a form: its beginning, to the minute."""
        return f"{self.starts_at:%Y-%m-%dT%H:%M%z}"


def is_open(centre: Centre, *, at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether agents answer at a moment."""
    local = at.astimezone(zone)
    return any(opens <= local < closes for opens, closes in _spans(centre, local.date(), zone))


def windows(centre: Centre, *, now: datetime, zone: ZoneInfo) -> Iterator[Window]:
    """Yield the windows that can still be chosen, the next one first, full or not.

    One lies whole within the hours of a day; what is left of a day beyond the last whole one is
    none.
    """
    today = now.astimezone(zone).date()
    for number in range(centre.days):
        for opens, closes in _spans(centre, today + timedelta(days=number), zone):
            starts_at = opens
            while starts_at + centre.window <= closes:
                if starts_at >= now + centre.notice:
                    yield Window(starts_at, starts_at + centre.window)
                starts_at += centre.window


def free(
    centre: Centre, counts: Mapping[datetime, int], *, now: datetime, zone: ZoneInfo
) -> list[Window]:
    """Return the windows that can be chosen and are not full; `counts` are by their beginnings."""
    return [
        window
        for window in windows(centre, now=now, zone=zone)
        if counts.get(window.starts_at, 0) < centre.most
    ]


def check_window(window: Window | None) -> None:
    """Raise Obstacle("window_over") for a window that cannot be chosen, or not any more."""
    if window is None:
        raise Obstacle("window_over")


def check_open(state: str, *allowed: str) -> None:
    """Raise Obstacle("call_back_over") where what is to be done is not possible any more."""
    if state not in allowed:
        raise Obstacle("call_back_over")


def check_taking(
    centre: Centre,
    state: str,
    *,
    taken_at: datetime | None,
    not_before: datetime | None,
    now: datetime,
) -> None:
    """Raise Obstacle for one that is over, not yet confirmed, in another's hand or too early.

    An agent who leaves one lying does not keep it for ever.
    """
    if state == "taken":
        assert taken_at is not None
        if now < taken_at + centre.taken:
            raise Obstacle("call_back_taken")
        return
    check_open(state, "offered", "agreed")
    if not_before and now < not_before:
        raise Obstacle("call_back_early")


def place_of(places: Sequence[int], *, most: int) -> int:
    """Return the lowest place that is free for a number; Obstacle where so many are open."""
    for place in range(1, most + 1):
        if place not in places:
            return place
    raise Obstacle("two_call_backs")


def _spans(centre: Centre, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    if day in centre.closed:
        return
    for hours in centre.hours:
        if day.isoweekday() in hours.weekdays:
            opens = datetime.combine(day, hours.opens, zone)
            yield opens, datetime.combine(day, hours.closes, zone)
