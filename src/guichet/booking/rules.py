"""Judgement about slots, releases and clients. Values in; a value or an Obstacle out."""

import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from math import log2
from typing import Literal
from zoneinfo import ZoneInfo

from guichet.kernel.guarding import table
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.births import Birth

CLIENT = "client"  # how the record calls whoever has number and PIN
SOON = timedelta(hours=48)
FOUR_DIGITS = 1000  # the first year that has them
OLDEST = 120  # years; nobody older has been documented for long
FREE_CLAIMS = table.FREE_CLAIMS.most  # of one network in a day
DOUBLES_EVERY = 10  # claims beyond them
SEVERAL_AT_ONCE = 2  # what others of the network may claim while one pays
STEEPEST = 64  # doublings; a number beyond them would only overflow
LIVE_FOR_A_CONTACT = table.LIVE_FOR_A_CONTACT.most  # of one phone or address, or some more
# What an override lets staff do: take a place of the public, take one before its minute of release,
# book for a phone or an address that has many.
SHARE, RELEASE, CONTACTS = "share", "release", "contacts"
OVERRIDES = frozenset({SHARE, RELEASE, CONTACTS})
LETTERS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me"}
BESIDE_LETTERS = set(" '’‘ʻ-.,/·・\u200c\u200d")  # A/L, King Jr., ‘Ofa, ジョン・スミス
LONGEST_NAME = 200

# Of an appointment: a person; the office, by a closure or with many; staff, one of them; what it
# was booked for no longer takes place; or nobody knows.
type CanceledBy = Literal["client", "office", "staff", "interview", ""]


def reopens_at(
    freed_at: datetime, *, starts_at: datetime, chance: float, pause: tuple[int, int]
) -> datetime:
    """Return when a cancelled place may be claimed again; `pause` is in seconds.

    A random pause makes it useless to cancel in one window and claim in another, which is how
    places are resold. Close to the day a pause would only waste the place, so there is none.
    """
    if starts_at - freed_at < SOON:
        return freed_at
    shortest, longest = pause
    return freed_at + timedelta(seconds=shortest + chance * (longest - shortest))


def released_at(
    day: date,
    *,
    open_days: Sequence[date],
    horizon: int,
    at: time,
    zone: ZoneInfo,
    window: timedelta,
    chance: float,
) -> datetime:
    """Return the minute in which a day's places open: `horizon` business days before the day.

    `open_days` are the office's business days in order, the day among them. The announced window
    starts at the office's hour; the minute inside it is drawn by `chance` (0 to 1), so that nobody
    gains by waiting with a program. Days that reach back too short count from their first one.
    """
    released_on = open_days[max(0, open_days.index(day) - horizon)]
    minutes = int(chance * (window.total_seconds() // 60))
    return window_start(released_on, at=at, zone=zone) + timedelta(minutes=minutes)


def window_start(day: date, *, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which a release day's announced window begins."""
    return datetime.combine(day, at, zone).astimezone(ZoneInfo("UTC"))


def public_room(capacity: int, *, percent: int) -> int:
    """Return how many of a slot's places the public may take; one at least, unless it has none."""
    if capacity == 0 or percent == 0:
        return 0
    return max(1, capacity * percent // 100)


def clean_name(text: str) -> str:
    """Return the name as it is kept: composed, trimmed, one space between its parts.

    Any script and a name of one word or one letter are right. Symbols, digits, emoji and controls
    are refused as `name_characters`.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise Obstacle("required")
    if len(name) > LONGEST_NAME:
        raise Obstacle("too_long", most=LONGEST_NAME)
    categories = [unicodedata.category(character) for character in name]
    for character, category in zip(name, categories, strict=True):
        if category not in LETTERS and character not in BESIDE_LETTERS:
            raise Obstacle("name_characters")
    if not any(category[0] == "L" for category in categories):
        raise Obstacle("name_characters")
    return name


def same_person_name(name: str) -> str:
    """Return a name as its owner writes it, without case and what stands between letters.

    Accents count: it tells two people apart whose letters are the same. `kernel.reading.names` has
    the forms under which two spellings are one person's.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if unicodedata.category(character) in LETTERS)


def check_birth(born: Birth, *, today: date) -> None:
    """Refuse a date of birth that has not come yet or that nobody alive can have.

    Where only a part of it is known, every day that it can have been on must be impossible.
    """
    year = born.first.year
    if year < FOUR_DIGITS:
        raise Obstacle("birth_year_digits")
    if year > today.year:
        raise Obstacle("birth_year_in_future")
    if born.first > today:
        raise Obstacle("birth_in_future")
    if year < today.year - OLDEST:
        raise Obstacle("birth_too_early")


def dearness(load: float) -> float:
    """Return how many times the least price a network's next claim costs, without an end.

    `load` is what the network has claimed in the last day, as `sql/network_load.sql` counts it.

    >>> [dearness(load) for load in (10, 20, 30, 40)]
    [1.0, 2.0, 4.0, 8.0]
    """
    steps = (load - FREE_CLAIMS) / DOUBLES_EVERY
    return float(2 ** min(max(0.0, steps), STEEPEST))


def load_paid_for(worth: float) -> float:
    """Return below which load a claim is good for which so many of the least price were paid.

    >>> load_paid_for(0), load_paid_for(2) - load_paid_for(1)
    (10.0, 10.0)
    """
    if worth < 1:
        return float(FREE_CLAIMS)
    return FREE_CLAIMS + SEVERAL_AT_ONCE + DOUBLES_EVERY * log2(worth)


def live_for(contact: bytes) -> int:
    """Return how many live appointments a phone or an address has before it is asked about.

    Eight, or up to three more, by its keyed hash: so nobody learns by booking with somebody else's
    phone how many appointments that phone has.
    """
    return LIVE_FOR_A_CONTACT + contact[0] % 4


def check_movable(
    status: str, *, starts_at: datetime, now: datetime, by_staff: bool = False
) -> None:
    """Refuse to move what is over or was given back, and whoever is at the office already.

    Once the time has begun only staff move who is late: they see who is there.
    """
    if status == "cancelled":
        raise Obstacle("already_cancelled")
    _check_expected(status, has_begun=starts_at <= now and not by_staff)


def _check_expected(status: str, *, has_begun: bool) -> None:
    if status == "checked_in":
        raise Obstacle("checked_in")
    if status != "booked" or has_begun:
        raise Obstacle("slot_closed")


def check_override(lifted: Collection[str], reason: str) -> None:
    """Refuse an override without a reason; ValueError for what nothing can lift."""
    if unknown := set(lifted) - OVERRIDES:
        raise ValueError(f"nothing lifts {unknown}")
    if lifted and not reason.strip():
        raise Obstacle("reason_needed")


def words_for(deed: str, code: str, *, is_over: bool) -> str:
    """Return the code of the sentence that fits what was tried: `move` or `cancel`.

    `slot_closed` is said of the time that was wanted and of an appointment that is over; to
    somebody whose own appointment is over, "choose another one" would be no help.
    """
    return f"past_{deed}" if code == "slot_closed" and is_over else code


def is_over(status: str, *, starts_at: datetime, now: datetime) -> bool:
    """Tell whether an appointment has begun or taken place, so that nothing can change it."""
    return status not in {"booked", "cancelled"} or (status == "booked" and starts_at <= now)


def check_cancellable(
    status: str, *, starts_at: datetime, now: datetime, by_staff: bool = False
) -> None:
    """Refuse to cancel what has ended, or has begun unless staff do; twice is no fault."""
    if status != "cancelled":
        _check_expected(status, has_begun=starts_at <= now and not by_staff)


def public_state(status: str, *, ends_at: datetime, closed: bool, now: datetime) -> str:
    """Return what an appointment is as the public sees it, whoever asks and on whichever face.

    `status` is the word of the API; `closed` tells that the office receives nobody on the day.
    The answer is `cancelled`, `checked_in`, `completed`, `no_show`, `past`, `closed` or `booked`.
    What was closed before it began stays so when its time is over: nobody was received.
    """
    if status != "booked":
        return status
    if closed:
        return "closed"
    return "past" if ends_at <= now else "booked"


# What to do next in each of these states; the rest have nothing to do but to book again.
NEXT_STEPS = {"booked": "come", "closed": "choose_another_time", "checked_in": "wait"}
BOOK_AGAIN = "book_again"


def step_of_appointment(state: str) -> str:
    """Return the one thing to do in a state: a code that each face puts into its own words."""
    return NEXT_STEPS.get(state, BOOK_AGAIN)


REMINDERS = {"reminder_7_days": 7, "reminder_2_days": 2, "reminder_same_day": 0}
MORNING = time(6)


def due_reminder(
    starts_at: datetime, *, booked_at: datetime, now: datetime, zone: ZoneInfo
) -> str | None:
    """Return the reminder whose hour has come: six in the office's morning, 7, 2 or 0 days before.

    Each is due on its own day alone, for its words count the days, and none whose hour had passed
    when the place was booked: somebody who booked yesterday needs no letter about two days.
    """
    if now >= starts_at:
        return None
    distance = (starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    hour = datetime.combine(now.astimezone(zone).date(), MORNING, zone)
    if not booked_at < hour <= now:
        return None
    return next((kind for kind, days in REMINDERS.items() if days == distance), None)
