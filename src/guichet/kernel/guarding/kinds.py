"""What a limit is: by what it counts, how much it allows, and what happens beyond it."""

from dataclasses import dataclass
from enum import StrEnum


class Counted(StrEnum):
    """By what a limit counts."""

    NETWORK = "an IPv4 address, or a /64 of IPv6"
    LADDER = "an IPv4 address, or a /64, /56 and /48 of IPv6"
    CONTACT = "a phone or an e-mail address"
    RECORD = "an appointment or an application"
    PERSON = "a person, by name, birth date and phone"
    ACCOUNT = "an account of the staff"
    DEVICE = "a paired device"
    DEVICES = "all paired devices together"


class Beyond(StrEnum):
    """What happens to who is beyond a limit."""

    WAIT = "429, with the seconds until one more"
    PROOF = "a proof of work, or a wait of at most 30 seconds"
    DEARER = "more work, with an upper end, or a wait of at most 30 seconds"
    ONCE_MORE = "the wait begins anew; work goes on"
    WITHOUT_END = "a proof of work or a wait, which double with every ten"
    CODE = "a code to that phone or address; where none can be sent, work or a wait"
    PROOF_INSTEAD = "work or a wait instead of a code"
    SILENT = "the same answer, and nothing is sent"
    COUNTED = "the same answer, which is only counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many at once, and one more every `seconds`, of whatever it is counted by."""

    name: str
    what: str
    counted: Counted
    burst: int
    seconds: float
    beyond: Beyond = Beyond.WAIT
    programme: str = ""  # whose alone it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdrawn(Limit):
    """A limit beyond which one goes on at a price, which doubles the further it is overdrawn.

    `units` is the price of the first that is too much, about a second each on a telephone; it
    doubles with every `doubles` more, and no more than `owed` are remembered.
    """

    units: float
    doubles: int
    owed: int

    def price(self, owed: float) -> float:
        """Return the units of work that one more costs, where so many are owed."""
        return self.units * 2 ** (min(owed, self.owed) / self.doubles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """So many of whatever it is counted by, at one time or in so many hours."""

    what: str
    counted: Counted
    most: int
    hours: int | None = None
    beyond: Beyond
    programme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Failed guesses at one secret within an hour; the next is not looked at, right or wrong."""

    name: str
    what: str
    counted: Counted
    tries: int = 5
    beyond: Beyond = Beyond.WAIT
    programme: str = ""
