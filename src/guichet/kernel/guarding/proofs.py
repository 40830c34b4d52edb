"""What a try costs where too many come from one network: a little work, or a little waiting.

The work is ALTCHA's, done by the browser or the program. Who has no script waits instead: a signed
ticket says since when. A program that only waits the `Retry-After` of its refusal gets on as well,
because the refusal was noted. All three are bound to a purpose (what is tried, in any words) and to
a network, and are used up by what they were good for.

`charge` is all that most callers need; it raises Obstacle("proof_needed"), which the API answers
with 429, and `web.pages.proof.ask` with a page. Waiting costs nothing but time, and many may wait
at once: who needs a limit on how often it helps takes a token beside it.
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from altcha_django.challenge import build_challenge
from altcha_django.verifiers.local import LocalVerifier
from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest

from guichet.kernel import keyring, references
from guichet.kernel.obstacles import Obstacle

HEADER = "Guichet-Proof"
_IN_META = "HTTP_GUICHET_PROOF"
WORK, TICKET = "altcha", "ticket"  # the fields of a form that carry a proof
LASTS = timedelta(minutes=10)  # a proof may be shown so long after it could have been
SHORT = 8  # units that a telephone does in a few seconds
LONGEST_WAIT = timedelta(hours=24)
MOST_SHOWN = 3  # proofs of one call, each for another purpose, with commas between them
LONGEST = 8_000  # characters of a solution; a longer one is not looked at
ITERATIONS = 5_000  # of PBKDF2, which one try at the puzzle takes
TRIES = 340  # at most, for one unit of work; three quarters of them on average
MOST_TRIES = 2**32 - 1  # the counter of the puzzle ends there

# Counts the uses of a proof; the row lives until the proof itself is over.
_SPEND = """
INSERT INTO kernel_bucket AS kept (key, tokens, at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET tokens = kept.tokens + 1 WHERE kept.tokens < %s
"""
# Notes since when a program waits; who asks again too early goes on waiting from there.
_NOTE = """
INSERT INTO kernel_bucket AS kept (key, tokens, at)
VALUES (%(key)s, %(since)s, to_timestamp(%(since)s + %(seconds)s))
ON CONFLICT (key) DO UPDATE
   SET tokens = CASE WHEN kept.at < %(stale)s THEN excluded.tokens ELSE kept.tokens END,
       at = to_timestamp(CASE WHEN kept.at < %(stale)s THEN excluded.tokens ELSE kept.tokens END
                         + %(seconds)s)
RETURNING tokens
"""


@dataclass(frozen=True, kw_only=True)
class Price:
    """What a try costs: `units` of work, about a second each on a telephone, or `seconds`."""

    units: float
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The work somebody has done for one purpose, or how long they waited; or nothing."""

    units: float = 0
    seconds: float = 0  # of waiting
    name: str = ""  # under which it is used up
    ends_at: datetime | None = None
    note: bytes = b""  # of a program that only waited

    def covers(self, price: Price) -> bool:
        """Tell whether it is worth the price, by the work or by the waiting."""
        return bool(self.name) and (self.units >= price.units or self.seconds >= price.seconds)


NOTHING = Proof()


def charge(
    request: HttpRequest,
    purpose: str,
    price: Price,
    *,
    network: bytes,
    now: datetime,
    uses: int = 1,
) -> None:
    """Use up the proof that a form or a call carries, or raise Obstacle("proof_needed").

    `network` is the nearest one of the caller. One proof is good for `uses` tries of the purpose.
    Charge nobody before all that needs no proof has been looked at: a repeated call, a field that
    is wrong. In a transaction that is undone the proof is as good as before.
    """
    if not settings.RATE_LIMITS:
        return
    proof = shown_by(request, purpose, network=network, now=now)
    if not proof.covers(price) and is_call(request):
        proof = patience(purpose, network=network, now=now)
    if not (proof.covers(price) and spend(proof, uses=uses)):
        raise needed(request, purpose, price, network=network, now=now)


def carries(request: HttpRequest) -> bool:
    """Tell whether a request has anything that may be a proof."""
    if is_call(request):
        return _IN_META in request.META
    return WORK in request.POST or TICKET in request.POST


def shown_by(request: HttpRequest, purpose: str, *, network: bytes, now: datetime) -> Proof:
    """Return the proof that the header of a call or a form carries, or NOTHING; asks no table."""
    if is_call(request):
        payloads = request.headers.get(HEADER, "").split(",")[:MOST_SHOWN]
        works = (_work(payload.strip(), purpose, network=network) for payload in payloads)
        return next((work for work in works if work.name), NOTHING)
    work = _work(request.POST.get(WORK, ""), purpose, network=network)
    return work if work.name else _ticket(request.POST.get(TICKET, ""), purpose, network, now)


def patience(purpose: str, *, network: bytes, now: datetime, detail: str = "") -> Proof:
    """Return how long a program has waited since it was told to: what `needed` has noted.

    With a `detail` of what is tried, programs of one network wait beside each other.
    """
    key = _note_key(purpose, network, detail)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens, at FROM kernel_bucket WHERE key = %s", [key])
        since, over = cursor.fetchone() or (0.0, None)
    if over is None or over < now - LASTS:
        return NOTHING
    return _waiting(key.hex(), since, now=now, note=key)


def spend(proof: Proof, *, uses: int = 1) -> bool:
    """Use up one of the tries that a proof is good for; false where none was left."""
    key = keyring.working("proof", proof.name)
    with connection.cursor() as cursor:
        if proof.note:
            cursor.execute("DELETE FROM kernel_bucket WHERE key = %s", [proof.note])
        else:
            cursor.execute(_SPEND, [key, proof.ends_at, uses])
        return bool(cursor.rowcount)


def needed(
    request: HttpRequest,
    purpose: str,
    price: Price,
    *,
    network: bytes,
    now: datetime,
    detail: str = "",
) -> Obstacle:
    """Return the obstacle that asks for a proof, and note for a program since when it waits.

    Its facts are `purpose`, `price`, `network`, and for a program `challenge` and `retry_after`.
    """
    facts: dict[str, object] = {"purpose": purpose, "price": price, "network": network}
    if is_call(request):
        key = _note_key(purpose, network, detail)
        seconds = now.timestamp() - _note(key, price, now=now)
        facts["retry_after"] = max(1, ceil(price.seconds - seconds))
        facts["challenge"] = challenge(purpose, price, network=network)
    return Obstacle("proof_needed", **facts)


def challenge(purpose: str, price: Price, *, network: bytes) -> dict[str, Any]:
    """Return work for a browser or a program: an ALTCHA challenge, version 2."""
    work: dict[str, Any] = build_challenge(
        hmac_secret=_secret("altcha"),
        hmac_key_secret=_secret("altcha key"),
        hmac_algorithm="SHA-256",
        algorithm="PBKDF2/SHA-256",
        cost=ITERATIONS,
        key_length=32,
        max_number=min(MOST_TRIES, max(2, round(TRIES * price.units))),
        expires_seconds=int(LASTS.total_seconds() + 10 * price.units),
        data={"for": _scope(purpose, network), "units": str(price.units)},
    ).to_dict()
    return work


def ticket(purpose: str, *, network: bytes, now: datetime) -> str:
    """Return a note of who began to wait, and when; it fits an address or a hidden field."""
    return signing.dumps(int(now.timestamp()), salt=_scope(purpose, network))


def seconds_left(
    mark: str, purpose: str, price: Price, *, network: bytes, now: datetime
) -> int | None:
    """Return how long the holder of a ticket still waits; None when it is not theirs or too old."""
    proof = _ticket(mark, purpose, network, now)
    if not proof.name or proof.seconds > price.seconds + LASTS.total_seconds():
        return None
    return max(0, ceil(price.seconds - proof.seconds))


def is_call(request: HttpRequest) -> bool:
    """Tell whether a program asks, and not a page of the site."""
    return request.path_info.startswith("/api/")


def _ticket(mark: str, purpose: str, network: bytes, now: datetime) -> Proof:
    try:
        since = float(signing.loads(mark, salt=_scope(purpose, network)))
    except (signing.BadSignature, ValueError, TypeError):
        return NOTHING
    return _waiting(mark, since, now=now)


def _waiting(name: str, since: float, *, now: datetime, note: bytes = b"") -> Proof:
    began = datetime.fromtimestamp(since, UTC)
    if not timedelta() <= now - began <= LONGEST_WAIT:
        return NOTHING
    seconds = (now - began).total_seconds()
    ends_at = began + LONGEST_WAIT + LASTS
    return Proof(seconds=seconds, name=name, ends_at=ends_at, note=note)


def _work(payload: str, purpose: str, *, network: bytes) -> Proof:
    if not payload or len(payload) > LONGEST:
        return NOTHING
    verifier = LocalVerifier(
        hmac_secret=_secret("altcha"),
        hmac_key_secret=_secret("altcha key"),
        hmac_algorithm="SHA-256",
    )
    result = verifier.verify(payload)
    if not (result.verified and result.replay_id and result.expires_at):
        return NOTHING
    signed = json.loads(base64.b64decode(payload))["challenge"]["parameters"]["data"]
    if signed["for"] != _scope(purpose, network):
        return NOTHING
    ends_at = datetime.fromtimestamp(result.expires_at, UTC)
    return Proof(units=float(signed["units"]), name=str(result.replay_id), ends_at=ends_at)


def _note(key: bytes, price: Price, *, now: datetime) -> float:
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "key": key,
                "since": now.timestamp(),
                "seconds": price.seconds,
                "stale": now - LASTS,
            },
        )
        return float(cursor.fetchone()[0])


def _note_key(purpose: str, network: bytes, detail: str) -> bytes:
    return keyring.working("patience", purpose, network.hex(), detail)


def _scope(purpose: str, network: bytes) -> str:
    return keyring.working("proof for", purpose, network.hex()).hex()[:32]


def _secret(purpose: str) -> str:
    return references.derive(settings.SECRET_KEY, purpose).hex()
