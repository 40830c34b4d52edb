"""Limits on what can be flooded or guessed. A refusal is an Obstacle with the seconds to wait."""

from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.db import connection, transaction

from guichet.kernel import keyring
from guichet.kernel.guarding import table
from guichet.kernel.guarding.kinds import Limit
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.obstacles import Obstacle

TRIES = 5
WITHIN = timedelta(hours=1)
NO_TOKEN = (None, None, None)


def take(limit: Limit, counted: bytes, *, now: datetime) -> None:
    """Take one of what a limit allows to whom it counts; Obstacle with the wait when none is left.

    `counted` is the key of a network, an address or a record, as the limit says.
    """
    take_token(limit.name, counted, burst=limit.burst, seconds=limit.seconds, now=now)


def take_token(kind: str, network: bytes, *, burst: int, seconds: float, now: datetime) -> None:
    """Take one token of a network's bucket; one more comes every `seconds`, `burst` at most."""
    if not settings.RATE_LIMITS:
        return
    bucket = bucket_key(kind, network)
    with connection.cursor() as cursor:
        cursor.execute("SELECT take_token(%s, %s, %s, %s)", [bucket, burst, seconds, now])
        wait = cursor.fetchone()[0]
    if wait:
        raise Obstacle("too_many", retry_after=wait)


def give_back(limit: Limit, counted: bytes) -> None:
    """Put back what was taken for something that turned out not to count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_bucket SET tokens = least(%s, tokens + 1) WHERE key = %s",
            [limit.burst, bucket_key(limit.name, counted)],
        )


def token(limit: Limit, counted: bytes) -> tuple[object, ...]:
    """Return what a statement needs that takes one by itself: bucket, burst and seconds.

    They are null where nothing is limited; the statement looks at that, and answers with the wait.
    """
    if not settings.RATE_LIMITS:
        return NO_TOKEN
    return bucket_key(limit.name, counted), limit.burst, limit.seconds


def take_on_ladder(limit: Limit, ladder: Ladder, *, now: datetime) -> None:
    """Take one from each network of a ladder, or none and raise Obstacle with the wait."""
    with transaction.atomic():
        for key, share in ladder.shares():
            burst, seconds = limit.burst * share, limit.seconds / share
            take_token(limit.name, key, burst=burst, seconds=seconds, now=now)


def bucket_key(kind: str, counted: bytes) -> bytes:
    """Return the key of the bucket from which a limit takes for whom it counts."""
    return keyring.working("bucket", kind, counted.hex())


def refuse_mistyped(network: bytes, *, now: datetime) -> NoReturn:
    """Raise Obstacle for a number whose check digits do not fit: it costs a token and no try.

    Nothing was looked up, so nothing can be learned from it of anybody.
    """
    take(table.MISTYPED, network, now=now)
    raise Obstacle("mistyped_number")


def try_key(kind: str, *parts: object) -> bytes:
    """Return the key under which guesses at one secret from one network are counted."""
    return keyring.working("try", kind, *parts)


def take_try(key: bytes, *, now: datetime) -> None:
    """Count a guess before it is looked at, in a transaction of its own; five an hour."""
    with transaction.atomic(), connection.cursor() as cursor:
        within: Any = WITHIN  # psycopg knows intervals; the stubs do not
        cursor.execute("SELECT take_try(%s, %s, %s, %s)", [key, TRIES, within, now])
        wait = cursor.fetchone()[0]
    if wait:
        raise Obstacle("too_many", retry_after=wait)


def give_back_try(key: bytes) -> None:
    """Uncount the latest guess: it was right, and only failures count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM kernel_try WHERE id = (SELECT max(id) FROM kernel_try WHERE key = %s)",
            [key],
        )
