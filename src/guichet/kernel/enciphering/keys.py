"""The keys that records are enciphered with: outside the database, each with a version.

`CIPHER_KEYS` lists them, as in `2:…,1:…`; a key that says no version is the first. Of each a
further key is derived for every column, so that no key enciphers more than AES-GCM allows: 2³²
messages with random nonces (NIST SP 800-38D, 8.3).
"""

from collections.abc import Mapping
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from guichet.environment import complain

SHORTEST = 32  # characters of a key
FIRST, LAST = 1, 255  # versions: one byte


class KeyMissingError(Exception):
    """A record is enciphered with a key that this node does not have."""

    def __init__(self, version: int) -> None:
        super().__init__(f"CIPHER_KEYS of this node has no key of version {version}.")


def read(text: str) -> dict[int, str]:
    """Return the keys by their version; raise ValueError with a sentence about what is wrong.

    >>> sorted(read(f"2:{'b' * 32},1:{'a' * 32}")), list(read("c" * 40))
    ([1, 2], [1])
    """
    keys: dict[int, str] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        number, has_version, key = part.rpartition(":")
        version = int(number) if number.isascii() and number.isdecimal() else 0
        version = version if has_version else FIRST
        if not FIRST <= version <= LAST:
            raise ValueError(f"each key is written VERSION:KEY, with a version up to {LAST}")
        if version in keys:
            raise ValueError(f"two keys have the version {version}")
        if len(key) < SHORTEST:
            raise ValueError(f"the key of version {version} is shorter than {SHORTEST} characters")
        keys[version] = key
    return keys


def of_setting(text: str) -> dict[int, str]:
    """Return the keys that CIPHER_KEYS lists, or complain of it."""
    try:
        return read(text)
    except ValueError as error:
        complain(f"CIPHER_KEYS cannot be used: {error}.")
        return {}


def newest() -> int:
    """Return the version to encipher with: the highest; KeyMissingError where there is none."""
    versions = _keys()
    if not versions:
        raise KeyMissingError(FIRST)
    return max(versions)


def has(version: int) -> bool:
    return version in _keys()


def key(version: int) -> str:
    """Return the key of a version as the settings have it; KeyMissingError where it is missing."""
    try:
        return _keys()[version]
    except KeyError:
        raise KeyMissingError(version) from None


def cipher(version: int, column: str) -> AESGCM:
    """Return what enciphers and opens one column; `column` is written table.column."""
    return _cipher(key(version), column)


def _keys() -> Mapping[int, str]:
    keys: Mapping[int, str] = settings.CIPHER_KEYS
    return keys


@lru_cache(maxsize=256)
def _cipher(key: str, column: str) -> AESGCM:
    info = f"guichet cipher\x1f{column}".encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
    return AESGCM(derived)
