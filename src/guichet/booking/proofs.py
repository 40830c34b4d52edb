"""What a network that keeps many places pays for the next one: a little work, or a little waiting.

The work is ALTCHA's, done by the browser. Who has no script waits half a minute instead: a signed
ticket says since when. Either is good for three tries at a place, because one may be taken in the
meantime; and beyond `rules.MOST_HOLDS` neither helps.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from altcha_django.challenge import build_challenge
from altcha_django.verifiers.local import LocalVerifier
from django.conf import settings
from django.core import signing

from guichet.kernel import limits, references
from guichet.kernel.obstacles import Obstacle

WAIT = timedelta(seconds=30)
LASTS = timedelta(minutes=10)
USES = 3
LONGEST = 8_000  # characters of a solution; a longer one is not looked at


def challenge() -> dict[str, Any]:
    """Return work for a browser: about a second of it."""
    made: dict[str, Any] = build_challenge(hmac_secret=_key(), hmac_algorithm="SHA-256").to_dict()
    return made


def ticket(slot: int, *, network: bytes, now: datetime) -> str:
    """Return a note of who began to wait, and when."""
    return signing.dumps([slot, int(now.timestamp())], salt=_salt(network))


def seconds_left(typed: str, slot: int, *, network: bytes, now: datetime) -> int | None:
    """Return how long the holder of a ticket still waits; None when it is not theirs."""
    try:
        of_slot, since = signing.loads(typed, salt=_salt(network))
    except (signing.BadSignature, ValueError):
        return None
    waited = now - datetime.fromtimestamp(since, now.tzinfo)
    if of_slot != slot or not timedelta() <= waited <= LASTS:
        return None
    return max(0, int((WAIT - waited).total_seconds()))


def is_given(sent: Mapping[str, str], slot: int, *, network: bytes, now: datetime) -> bool:
    """Tell whether a form carries work that was done or a ticket whose time has passed."""
    work, waited = sent.get("altcha", ""), sent.get("ticket", "")
    if waited and seconds_left(waited, slot, network=network, now=now) == 0:
        return _spend(waited, now=now)
    return bool(work) and _is_done(work, now=now)


def _is_done(work: str, *, now: datetime) -> bool:
    if len(work) > LONGEST:
        return False
    result = LocalVerifier(hmac_secret=_key(), hmac_algorithm="SHA-256").verify(work)
    return bool(result.verified and result.replay_id) and _spend(str(result.replay_id), now=now)


def _spend(name: str, *, now: datetime) -> bool:
    """Use up one of the tries that a proof is good for."""
    key = references.derive(settings.IDENTITY_KEY, "proof", name)
    try:
        limits.take_token("proof", key, burst=USES, seconds=LASTS.total_seconds() * 6, now=now)
    except Obstacle:
        return False
    return True


def _key() -> str:
    return references.derive(settings.SECRET_KEY, "altcha").hex()


def _salt(network: bytes) -> str:
    return f"guichet.booking.proofs.{network.hex()}"
