"""The keys that records are enciphered with: outside the database, each with a version.

`CIPHER_KEYS` lists them, as in `2:…,1:…` (see `kernel.keyring`). Of each a further
key is derived for every column, so that no key enciphers more than AES-GCM allows: 2³² messages
with random nonces (NIST SP 800-38D, 8.3).
"""

from collections.abc import Mapping
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from guichet.kernel.keyring import FIRST, KeyMissingError


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
