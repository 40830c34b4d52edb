"""One try to sign in at the agency: what this browser must show again when it comes back."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest

from guichet.kernel.obstacles import Obstacle
from guichet.staff.agency_sign_in import tokens
from guichet.staff.agency_sign_in.provider import LOST

_SESSION = "agency_sign_in"
GOOD_FOR = timedelta(minutes=10)
MOST = 5  # windows at once


class Attempt(NamedTuple):
    """What was kept in the session when a sign-in began."""

    state: str
    nonce: str
    verifier: str
    page: str
    begun_at: str


def begin(request: HttpRequest, *, page: str, now: datetime) -> Attempt:
    """Keep a new try in the session; the oldest of too many is forgotten."""
    state, nonce, verifier = (tokens.new_secret() for _ in range(3))
    attempt = Attempt(state, nonce, verifier, page, now.isoformat())
    request.session[_SESSION] = [*_kept(request), attempt._asdict()][-MOST:]
    return attempt


def take(request: HttpRequest, state: str, *, now: datetime) -> Attempt:
    """Return the try with this state, which is good once; Obstacle where there is none."""
    attempts = _kept(request)
    mine = next((Attempt(**attempt) for attempt in attempts if attempt["state"] == state), None)
    if mine is None:
        raise Obstacle(LOST)
    request.session[_SESSION] = [attempt for attempt in attempts if attempt["state"] != state]
    if now - datetime.fromisoformat(mine.begun_at) > GOOD_FOR:
        raise Obstacle(LOST)
    return mine


def _kept(request: HttpRequest) -> list[dict[str, Any]]:
    return list(request.session.get(_SESSION, []))
