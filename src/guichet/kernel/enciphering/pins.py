"""Under which PIN_KEY a PIN is made: a record notes the version, and a leak ends it for all."""

from datetime import date, timedelta

from guichet.kernel import clock, keyring
from guichet.kernel.enciphering import current

TOLD = timedelta(days=30)  # on the pages where a PIN is typed


def ended_on() -> date | None:
    """Return the day since which PINs of a key that leaked open nothing, as long as it is told."""
    day = current.pins_ended_on()
    return day if day and clock.now().date() - day <= TOLD else None


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
