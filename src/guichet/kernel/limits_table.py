"""Every limit on what can be flooded or guessed, in one table: what `docs/limits.md` is made of.

A limit is a bucket: so many at once, and one more every so many seconds. `limits.take` takes from
it. What is counted by networks on the ladder has, for the wider ones of IPv6, as many times more
as `network.SHARES` says.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Counted(StrEnum):
    """By what a limit counts."""

    NETWORK = "an IPv4 address, or a /64 of IPv6"
    LADDER = "an IPv4 address, or a /64, /56 and /48 of IPv6"
    CONTACT = "a phone or an e-mail address"
    RECORD = "an appointment or an application"
    PERSON = "a person, by name, birth date and phone"
    ACCOUNT = "an account of the staff"


class Beyond(StrEnum):
    """What happens to who is beyond a limit."""

    WAIT = "429, with the seconds until one more"
    PROOF = "a proof of work, or a wait of at most 30 seconds"
    DEARER = "more work, with an upper end, or a wait of at most 30 seconds"
    ONCE_MORE = "the wait begins anew; work goes on"
    SILENT = "the same answer, and nothing is sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many at once, and one more every `seconds`, of whatever it is counted by."""

    name: str
    what: str
    counted: Counted
    burst: int
    seconds: float
    beyond: Beyond = Beyond.WAIT

    @property
    def an_hour(self) -> float:
        """How many come back in an hour."""
        return 3600 / self.seconds


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


GUESSES = Overdrawn(
    name="guess",
    what="failed guesses at all numbers, PINs, codes and dates together",
    counted=Counted.LADDER,
    burst=30,
    seconds=120.0,
    beyond=Beyond.PROOF,
    units=8,
    doubles=10,
    owed=120,
)
GUESS_WAITS = Limit(
    name="guess_wait",
    what="waits that let one guess on, beyond the limit above",
    counted=Counted.LADDER,
    burst=20,
    seconds=60.0,
    beyond=Beyond.ONCE_MORE,
)
GUESSES_AT = Overdrawn(
    name="guess_at",
    what="failed guesses from everywhere at one number or one person",
    counted=Counted.RECORD,
    burst=20,
    seconds=180.0,
    beyond=Beyond.DEARER,
    units=8,
    doubles=20,
    owed=60,
)
MISTYPED = Limit(
    name="mistyped",
    what="numbers whose check character does not fit",
    counted=Counted.NETWORK,
    burst=60,  # a family at a kiosk, typing
    seconds=5.0,
)
HOLDS = Limit(
    name="hold",
    what="holds by programs, whatever they cost",
    counted=Counted.NETWORK,
    burst=60,
    seconds=5.0,
)
BOOKINGS = Limit(
    name="book",
    what="tries to book, whatever they cost",
    counted=Counted.NETWORK,
    burst=60,  # a library has many readers
    seconds=5.0,
)
TOLD_OF_ANOTHER = Limit(
    name="already_booked",
    what="answers that somebody has an appointment already",
    counted=Counted.NETWORK,
    burst=5,
    seconds=600.0,
)
WISHES = Limit(
    name="wish",
    what="wishes to be told of new times",
    counted=Counted.NETWORK,
    burst=5,
    seconds=600.0,
)
LOST_NOTICES = Limit(
    name="lost",
    what="one-time codes asked for by who lost a notice",
    counted=Counted.NETWORK,
    burst=5,
    seconds=300.0,
)
CODES_TO_A_PERSON = Limit(
    name="lost_to",
    what="one-time codes sent to who lost a notice; those sent before stay good for their time",
    counted=Counted.PERSON,
    burst=3,
    seconds=1200.0,  # as long as a code is good
    beyond=Beyond.SILENT,
)
LOST_NUMBERS = Limit(
    name="eta_lost",
    what="numbers asked for by who lost them",
    counted=Counted.NETWORK,
    burst=5,
    seconds=300.0,
)
PROOFS_OF_AN_ADDRESS = Limit(
    name="eta_email_to",
    what="codes sent to an e-mail address that is to be proven",
    counted=Counted.CONTACT,
    burst=5,
    seconds=3600.0,  # as long as a code is good
    beyond=Beyond.SILENT,
)
STARTS = Limit(
    name="eta_start",
    what="applications begun, by whatever door",
    counted=Counted.NETWORK,
    burst=60,  # a library has families
    seconds=10.0,
)
STATUS = Limit(
    name="eta_status",
    what="look-ups of a public status",
    counted=Counted.NETWORK,
    burst=60,  # a family at a kiosk, not a list of numbers
    seconds=5.0,
)
ENQUIRIES = Limit(
    name="eta_enquiry",
    what="questions without a case",
    counted=Counted.NETWORK,
    burst=5,
    seconds=1800.0,
)
ACKNOWLEDGMENTS = Limit(
    name="eta_enquiry_to",
    what="acknowledgments of questions without a case",
    counted=Counted.CONTACT,
    burst=3,
    seconds=8 * 3600.0,
)
LETTERS_AGAIN = Limit(
    name="eta_send_again",
    what="letters sent again",
    counted=Counted.RECORD,
    burst=5,
    seconds=720.0,
)
NEW_ADDRESSES = Limit(
    name="eta_new_address",
    what="codes sent to a new e-mail address",
    counted=Counted.RECORD,
    burst=5,
    seconds=720.0,
)
PAPERS = Limit(
    name="eta_paper",
    what="papers handed in",
    counted=Counted.NETWORK,
    burst=60,
    seconds=15.0,
)
STAFF_SIGN_IN = Limit(
    name="staff_sign_in",
    what="passwords of the staff, whatever names are tried",
    counted=Counted.LADDER,
    burst=30,
    seconds=20.0,
)
STAFF_SEARCHES = Limit(
    name="staff_find",
    what="searches for a file",
    counted=Counted.ACCOUNT,
    burst=60,
    seconds=5.0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """Failed guesses at one secret within an hour; the next is not looked at, right or wrong."""

    name: str
    what: str
    counted: Counted
    tries: int = 5
    beyond: Beyond = Beyond.WAIT


TRIES = (
    Tries(name="pin", what="PINs of one appointment", counted=Counted.NETWORK),
    Tries(name="code", what="one-time codes of one person", counted=Counted.NETWORK),
    Tries(
        name="contact_code",
        what="codes of one phone or address with many appointments",
        counted=Counted.NETWORK,
    ),
    Tries(name="eta_pin", what="PINs of one application", counted=Counted.NETWORK),
    Tries(name="eta_status", what="dates for one number or passport", counted=Counted.NETWORK),
    Tries(name="eta_email", what="codes of one new e-mail address", counted=Counted.NETWORK),
    Tries(name="staff_sign_in", what="passwords of one name", counted=Counted.NETWORK),
    Tries(name="staff_code", what="second factors of one account", counted=Counted.ACCOUNT),
    Tries(name="staff_password", what="passwords shown again", counted=Counted.ACCOUNT),
)

# Buckets are erased when the last of them is full again.
REMEMBERED = timedelta(hours=24)

LIMITS = {limit.name: limit for limit in tuple(globals().values()) if isinstance(limit, Limit)}
