"""What is asked of the agency's provider (OpenID Connect): each answer short, and soon, or none.

No answer is waited for longer than `PATIENCE`. What the provider says of itself is kept for ten
minutes, and for a moment that it said nothing: a provider that is down keeps no thread of ours.
"""

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from guichet.environment import parts_of
from guichet.kernel.obstacles import Obstacle
from guichet.production import is_loopback

log = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds
MOST = 512 * 1024  # bytes of one answer
KEPT_FOR, SILENT_FOR = 600.0, 10.0  # seconds
SILENT, REFUSED_KEY = "agency_silent", "agency_key"
LOST, FAILED = "agency_lost", "agency_failed"
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
_LAST: dict[str, tuple[float, Any]] = {}  # what was answered, by its address, and until when


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the provider gave for a code."""

    id_token: str
    access_token: str


class _Stay(HTTPRedirectHandler):
    """Follow nobody: an address that moves is a setting that must be changed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def configuration() -> Mapping[str, Any]:
    """Return what the provider says of itself; Obstacle where it says nothing we can use."""
    issuer = settings.OIDC_ISSUER
    document = _kept(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if any(not isinstance(document.get(key), str) for key in _NEEDED):
        raise _trouble(FAILED, "its configuration lacks an address")
    if document["issuer"].rstrip("/") != issuer.rstrip("/"):
        raise _trouble(FAILED, "its configuration is of another issuer")
    if not all(_is_safe(document[key]) for key in _NEEDED):
        raise _trouble(FAILED, "its configuration names an address without https")
    return document


def keys(*, anew: bool = False) -> Mapping[str, Any]:
    """Return the keys with which the provider signs; `anew` where one is not among them."""
    url = configuration()["jwks_uri"]
    if anew:
        _LAST.pop(url, None)
    return _kept(url)


def redeem(code: str, *, verifier: str, redirect_uri: str) -> Tokens:
    """Return what the provider gives for a code; Obstacle where it gives nothing."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    status, answer = _ask(configuration()["token_endpoint"], **_signed(form))
    error = answer.get("error")
    if error in {"invalid_client", "unauthorized_client"} or status == 401:
        raise _trouble(REFUSED_KEY, "it does not take our client and secret")
    if error == "invalid_grant":
        raise _trouble(LOST, "it does not take the code any more")
    tokens = Tokens(str(answer.get("id_token", "")), str(answer.get("access_token", "")))
    if not tokens.id_token:
        raise _trouble(FAILED, f"it answered {status} without a token")
    return tokens


def userinfo(access_token: str) -> Mapping[str, Any]:
    """Return what else the provider says of the person; nothing where it has no such address."""
    url = configuration().get("userinfo_endpoint")
    if not (isinstance(url, str) and _is_safe(url) and access_token):
        return {}
    status, answer = _ask(url, headers={"Authorization": f"Bearer {access_token}"})
    if status != 200:
        raise _trouble(FAILED, f"it answered {status} about the person")
    return answer


def end_session_endpoint() -> str:
    """Return where a person is signed out of the agency, "" where the provider does not say."""
    try:
        url = configuration().get("end_session_endpoint")
    except Obstacle:
        return ""
    return url if isinstance(url, str) and _is_safe(url) else ""


def _signed(form: Mapping[str, str]) -> dict[str, Any]:
    """Return a form with the secret of this site, in the way that the provider takes it."""
    name, secret = settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET
    ways = configuration().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_post" in ways:
        return {"form": {**form, "client_id": name, "client_secret": secret}}
    pair = base64.b64encode(f"{quote(name, safe='')}:{quote(secret, safe='')}".encode()).decode()
    return {"form": form, "headers": {"Authorization": f"Basic {pair}"}}


def _kept(url: str) -> Mapping[str, Any]:
    until, document = _LAST.get(url, (0.0, None))
    if until <= monotonic():
        try:
            status, document = _ask(url)
            if status != 200:
                raise _trouble(SILENT, f"it answered {status}")
        except Obstacle:
            _LAST[url] = monotonic() + SILENT_FOR, None
            raise
        _LAST[url] = monotonic() + KEPT_FOR, document
    if document is None:
        raise Obstacle(SILENT)
    return dict(document)


def _ask(
    url: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Return the status and the JSON object of an answer."""
    if not _is_safe(url):
        raise _trouble(FAILED, "an address without https")
    content = urlencode(form).encode() if form is not None else None
    request = Request(url, content, {"Accept": "application/json", **(headers or {})})  # noqa: S310
    until = monotonic() + PATIENCE
    try:
        with build_opener(_Stay).open(request, timeout=PATIENCE) as answer:
            return answer.status, _read(answer, until=until)
    except HTTPError as error:
        with error:
            return error.code, _read(error, until=until, is_needed=False)
    except (OSError, HTTPException, ValueError) as error:
        raise _trouble(SILENT, type(error).__name__) from None


def _read(answer: Any, *, until: float, is_needed: bool = True) -> dict[str, Any]:
    parts: list[bytes] = []
    while part := answer.read1(16 * 1024):
        parts.append(part)
        if monotonic() > until or sum(map(len, parts)) > MOST:
            raise TimeoutError
    try:
        content = json.loads(b"".join(parts))
    except ValueError:
        if is_needed:
            raise
        content = {}
    return content if isinstance(content, dict) else {}


def _is_safe(url: str) -> bool:
    parts = parts_of(url)
    is_near = parts.scheme == "http" and is_loopback(parts.hostname or "")
    return bool(parts.hostname) and (parts.scheme == "https" or is_near)


def _trouble(code: str, reason: str) -> Obstacle:
    """Tell the operator what the person at the sign-in cannot mend."""
    log.warning("The sign-in of the agency (OIDC_ISSUER): %s.", reason)
    return Obstacle(code)
