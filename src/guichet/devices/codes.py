"""The secrets of devices: the token that one holds, and the code that it shows before."""

import re
import secrets
from datetime import datetime, timedelta

from guichet.kernel import keyring
from guichet.kernel.references import ALPHABET

LENGTH = 8  # signs of a code
GOOD_FOR = timedelta(minutes=10)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Return the secret name of a device, which its browser alone keeps."""
    return secrets.token_urlsafe(32)


def is_token(text: str) -> bool:
    """Tell whether a cookie has the shape of a token."""
    return _TOKEN.fullmatch(text) is not None


def hash_of_token(token: str) -> bytes:
    """Return what the table has of a token: 32 keyed bytes."""
    return keyring.working("device", token)


def code_of(token: str, asked_at: datetime) -> str:
    """Return the code that a waiting device shows: derived, so that it is stored nowhere."""
    secret = keyring.working("pairing", token, int(asked_at.timestamp()))
    number = int.from_bytes(secret[:16])
    return "".join(
        ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH)
    )


def hash_of_code(code: str) -> bytes:
    """Return what the table has of a code: 32 keyed bytes."""
    return keyring.working("pairing_code", code)
