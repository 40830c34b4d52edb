"""The secrets of devices: the token that one holds, and the code that it shows before."""

import re
import secrets
from datetime import datetime, timedelta
from hashlib import blake2b

from guichet.kernel import keyring
from guichet.kernel.references import ALPHABET

LENGTH = 8  # signs of a code
GOOD_FOR = timedelta(minutes=10)
# The spelling alphabet of the International Civil Aviation Organization (Annex 10, volume II): said
# and heard alike in every language.
SPELLING = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar"
    " Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu"
).split()
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


def words_of(token_hash: bytes | memoryview) -> str:
    """Return the two words by which people see that they mean the same device.

    >>> words_of(b"1"), words_of(b"2")
    ('Victor Delta', 'Juliett India')
    """
    number = int.from_bytes(blake2b(bytes(token_hash), person=b"pairing words").digest())
    first, second = divmod(number % len(SPELLING) ** 2, len(SPELLING))
    return f"{SPELLING[first]} {SPELLING[second]}"
