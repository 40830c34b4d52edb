"""Under which PIN_KEY a PIN is made: a record notes the version, and a leak ends it for all."""

from guichet.kernel import keyring
from guichet.kernel.enciphering import current


def newest() -> int:
    """Return the version that a fresh record notes."""
    return current.pin_keys()[0]


def key_of(version: int) -> str:
    """Return the key of a record's PIN: the one it notes, or the newest where that has leaked.

    So a PIN of the old key opens nothing from the moment on at which it is called leaked, and a
    mail that still waits carries the one that opens.
    """
    valid = current.pin_keys()
    return keyring.key(keyring.PIN, version if version in valid else valid[0])
