"""Which places people who come together get: in one time as far as it goes, then in those next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

MOST_TOGETHER = 6  # people whom staff book in one step


@dataclass(frozen=True, slots=True)
class Room:
    """A time with the places in it that staff may give: the public's, and their own."""

    slot: int
    starts_at: datetime
    ends_at: datetime
    local_day: date
    is_released: bool
    public: int
    own: int

    @property
    def free(self) -> int:
        return self.public + self.own


def places_for(people: int, rooms: Sequence[Room], *, first: int) -> list[int] | None:
    """Return the slot of each of so many people who begin with one slot; None where they cannot.

    `rooms` are the times of one day in their order. People get the places of a time, then those of
    the next that begins before the last one has ended: nobody waits between two of a family.
    """
    start = next((number for number, room in enumerate(rooms) if room.slot == first), None)
    if start is None:
        return None
    slots: list[int] = []
    until = rooms[start].starts_at
    for room in rooms[start:]:
        if room.starts_at > until or not room.free:
            break
        slots += [room.slot] * room.free
        until = max(until, room.ends_at)
        if len(slots) >= people:
            return slots[:people]
    return None
