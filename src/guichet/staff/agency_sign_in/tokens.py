"""Whether a token is the provider's, ours, of this very sign-in and of now. Rests on Authlib.

Nothing else imports Authlib, and only a site that has the agency's sign-in imports this.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from guichet.kernel.obstacles import Obstacle

log = logging.getLogger(__name__)
UNTRUSTED = "agency_untrusted"
LEEWAY = 60  # seconds that the clock of the provider may be wrong
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]


class UnknownKeyError(Exception):
    """No key that we know has signed the token."""


def new_secret() -> str:
    """Return a text that nobody guesses, for a state, a nonce or a verifier."""
    return str(generate_token(48))


def challenge_of(verifier: str) -> str:
    """Return what is shown of a verifier before it is shown itself (RFC 7636, S256)."""
    return str(create_s256_code_challenge(verifier))


def claims_of(
    id_token: str,
    keys: Mapping[str, Any],
    *,
    issuer: str,
    client: str,
    nonce: str,
    access_token: str,
    now: datetime,
) -> dict[str, Any]:
    """Return what a token says (OpenID Connect Core 1.0, section 3.1.3.7).

    Obstacle where it is not to be trusted; UnknownKeyError where the keys may be too old.
    """
    try:
        token = jwt.decode(id_token, _signing(keys), algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise UnknownKeyError from error
    options: dict[str, Any] = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client},
        "sub": {"essential": True},
    }
    params = {"nonce": nonce, "client_id": client, "access_token": access_token}
    claims = CodeIDToken(token.claims, token.header, options, params)
    try:
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        log.warning("A token of the agency's sign-in is not good: %s.", type(error).__name__)
        raise Obstacle(UNTRUSTED) from None
    return dict(claims)


def _signing(keys: Mapping[str, Any]) -> KeySet:
    rows = [key for key in keys["keys"] if key.get("use", "sig") == "sig"]
    return KeySet.import_key_set({"keys": rows})
