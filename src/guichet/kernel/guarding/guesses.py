"""What it costs to guess at a PIN, a code or a date: nothing, some work, a wait; never a lock.

Three things are counted, and only failures. Five within an hour at one secret from one network,
and the next is not looked at: that closes nothing anywhere else. All failures of a network, over
all numbers, have a budget, and so have the wider networks around it; beyond it a try costs work,
or half a minute. And a number at which many networks guess costs work as well, up to an end, but
not in a browser that has opened it before. Whether a number exists makes no difference to any of
this, for all is counted and charged before anything is looked up.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from guichet.kernel import keyring
from guichet.kernel.guarding import limits, network, proofs
from guichet.kernel.guarding.kinds import Overdrawn
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.guarding.proofs import Price, Proof
from guichet.kernel.guarding.table import GUESS_WAITS, GUESSES, GUESSES_AT, TRIES
from guichet.kernel.obstacles import Obstacle

PURPOSE = "guess"
WAIT = 30  # seconds, for who has no script
WRONG = frozenset({"wrong_credentials", "wrong_code"})
KINDS = tuple(secret.name for secret in TRIES if not secret.name.startswith("staff_"))
SLOTS = 2**20  # in which numbers are counted: however many are made up, there are no more rows
_BEGIN = "SELECT * FROM begin_guess(%s, %s, %s, %s, %s, %s, %s, %s)"
_FAILED = "SELECT count_failure(%s, %s, %s, %s, %s, %s)"
_TAG = 6  # letters of what a browser keeps of a number that it has opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesser:
    """Who guesses: the networks of a request, the proof it carries, what its browser has opened.

    Without a request, as in a test, a price cannot be paid.
    """

    ladder: Ladder
    request: HttpRequest | None = None
    tags: frozenset[str] = frozenset()

    @property
    def network(self) -> bytes:
        """The keyed hash of the nearest network."""
        return self.ladder.nearest


def guesser_of(request: HttpRequest, *, tags: frozenset[str] = frozenset()) -> Guesser:
    """Return who guesses with a request; `tags` are those that its browser has kept."""
    return Guesser(ladder=network.ladder_of(request), request=request, tags=tags)


def tag(number: str) -> str:
    """Return what a browser may keep of a number it has opened: it tells nothing to anybody."""
    return keyring.working("opened", number).hex()[:_TAG]


def note_opened(request: HttpRequest, number: str) -> None:
    """Let the browser keep that it has opened this number; a page's middleware writes it down."""
    request.has_opened = [tag(number), *opened_by(request)]  # type: ignore[attr-defined]


def opened_by(request: HttpRequest) -> list[str]:
    """Return the tags of what a request has opened."""
    tags: list[str] = getattr(request, "has_opened", [])
    return tags


@contextmanager
def guess(kind: str, subject: str, guesser: Guesser, *, now: datetime) -> Iterator[None]:
    """Count a guess at a number or a person while the block looks whether it is right.

    Raises Obstacle: `too_many` after five failures from this network, `proof_needed` where the try
    has a price that was not paid. An Obstacle of WRONG from the block is a failure; any other one
    gives the try back, as the end of the block does.
    """
    attempt = Guess(kind, subject, guesser)
    attempt.begin(now=now)
    try:
        yield
    except Obstacle as obstacle:
        if obstacle.code in WRONG:
            attempt.failed(now=now)
        else:
            limits.give_back_try(attempt.key)
        raise
    limits.give_back_try(attempt.key)


class Guess:
    """One guess at a number or a person: what it costs, and what becomes of it."""

    def __init__(self, kind: str, subject: str, guesser: Guesser) -> None:
        self.key = limits.try_key(kind, subject, guesser.network.hex())
        self._kind, self._guesser = kind, guesser
        self._buckets = _buckets_of(subject, guesser)
        self._is_paid = tag(subject) in guesser.tags  # or needs not be, in this browser

    def begin(self, *, now: datetime) -> None:
        """Count the guess before it is looked at, or raise Obstacle."""
        while not self.is_counted(*_row(_BEGIN, self.columns(now)), now=now):
            pass

    def columns(self, now: datetime) -> list[Any]:
        """Return what begin_guess takes."""
        counted = [self.key, limits.TRIES, limits.WITHIN, now]
        return [*counted, *_columns(self._buckets), self._is_paid]

    def is_counted(self, wait: int, levels: Sequence[float], *, now: datetime) -> bool:
        """Tell whether the database has counted the guess; else it is paid for now, or Obstacle."""
        if wait:
            raise Obstacle("too_many", retry_after=wait)
        prices = [bucket.price(level) for bucket, level in zip(self._buckets, levels, strict=True)]
        if self._is_paid or not any(prices):
            return True
        of_networks = prices[: len(self._guesser.ladder.keys)]
        _charge(self._guesser, max(prices), waits_count=any(of_networks), now=now)
        self._is_paid = True
        return False

    def failed(self, *, now: datetime) -> None:
        """Count a failure: of the networks, of the number, and for who watches over the site."""
        _row(_FAILED, [*_columns(self._buckets), *self.if_failed(), now])

    def if_failed(self) -> list[Any]:
        """Return what count_failure takes beside the buckets: how deep they go, and the counter."""
        deepest = [1.0 - bucket.limit.owed * bucket.share for bucket in self._buckets]
        return [deepest, counter_key(self._kind)]


def failures() -> dict[str, int]:
    """Return how many guesses of each kind have failed, since the counter began anew."""
    keys = {counter_key(kind): kind for kind in KINDS}
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, tokens FROM kernel_bucket WHERE key = ANY(%s)", [list(keys)])
        counted = {keys[bytes(key)]: int(tokens) for key, tokens in cursor.fetchall()}
    return {kind: counted.get(kind, 0) for kind in KINDS}


def counter_key(kind: str) -> bytes:
    """Return the key under which the failures of a kind are counted for who watches."""
    return keyring.working("failures", kind)


@dataclass(frozen=True, slots=True)
class _Bucket:
    key: bytes
    limit: Overdrawn
    share: int

    def price(self, level: float) -> float:
        """Return the units of work that a try costs with so much left; 0 where it is free."""
        return self.limit.price((1 - level) / self.share) if level < 1 else 0.0


def _buckets_of(subject: str, guesser: Guesser) -> list[_Bucket]:
    if not settings.RATE_LIMITS:
        return []
    of_networks = [
        _Bucket(limits.bucket_key(GUESSES.name, key), GUESSES, share)
        for key, share in guesser.ladder.shares()
    ]
    digest = keyring.working(GUESSES_AT.name, subject)
    number = int.from_bytes(digest[:4]) % SLOTS
    at = _Bucket(limits.bucket_key(GUESSES_AT.name, number.to_bytes(4)), GUESSES_AT, 1)
    return [*of_networks, at]


def _columns(buckets: Sequence[_Bucket]) -> list[Any]:
    return [
        [bucket.key for bucket in buckets],
        [float(bucket.limit.burst * bucket.share) for bucket in buckets],
        [bucket.limit.seconds / bucket.share for bucket in buckets],
    ]


def _charge(guesser: Guesser, units: float, *, waits_count: bool, now: datetime) -> None:
    """Use up the work or the wait that came with a request, or raise Obstacle("proof_needed")."""
    request, nearest = guesser.request, guesser.network
    if request is None:
        raise Obstacle("proof_needed")
    price, longer = Price(units=units, seconds=WAIT), 0
    proof = proofs.shown_by(request, PURPOSE, network=nearest, now=now)
    if not proof.covers(price) and proofs.is_call(request):
        proof = proofs.patience(PURPOSE, network=nearest, now=now)
    if proof.covers(price):
        longer = _wait_again(proof, price, guesser.ladder, now=now) if waits_count else 0
        if not longer and proofs.spend(proof):
            return
    obstacle = proofs.needed(request, PURPOSE, price, network=nearest, now=now)
    obstacle.facts["of_a_number"] = not waits_count
    if longer and "retry_after" in obstacle.facts:
        obstacle.facts["retry_after"] = min(WAIT, longer)
    raise obstacle


def _wait_again(proof: Proof, price: Price, ladder: Ladder, *, now: datetime) -> int:
    """Return the seconds that who waited must wait on: so many waits of a network count, no more.

    Many may wait at once, and it costs them nothing; without this, waiting would be guessing.
    """
    if proof.units >= price.units:
        return 0
    try:
        limits.take_on_ladder(GUESS_WAITS, ladder, now=now)
    except Obstacle as obstacle:
        return int(str(obstacle.facts["retry_after"]))
    return 0


def _row(statement: str, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
