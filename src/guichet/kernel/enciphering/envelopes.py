"""A enciphered value: which key it takes to open it, and nothing else that could be read.

An envelope opens only where it was enciphered. The place, a column and what names the record, is
authenticated with it: two that were exchanged in the database do not open.
"""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidTag

from guichet.kernel.enciphering import keys

NONCE = 12  # bytes
MARK = "\x1a"  # no text that people type holds it: see kernel.reading.typed_text
MARK_OF_BYTES = b"\x00cipher"


class AlteredError(Exception):
    """What is stored was changed, or was moved here from another record."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value belongs: `column` is table.column, `record` what names the row for ever."""

    column: str
    record: tuple[Any, ...]

    @property
    def name(self) -> bytes:
        return "\x1f".join([self.column, *map(_written, self.record)]).encode()


@dataclass(frozen=True, slots=True)
class Envelope:
    """A enciphered value as it is stored: the version of its key, nonce, ciphertext and tag."""

    version: int
    content: bytes

    @property
    def text(self) -> str:
        return f"{mark_of_text(self.version)}{b64encode(self.content).decode()}"

    @property
    def bytes(self) -> bytes:
        return mark_of_bytes(self.version) + self.content


def mark_of_text(version: int) -> str:
    """Return what a text begins with that is enciphered under a version."""
    return f"{MARK}{version}."


def mark_of_bytes(version: int) -> bytes:
    """Return what bytes begin with that are enciphered under a version."""
    return MARK_OF_BYTES + bytes([version])


def from_text(text: str) -> Envelope | None:
    """Return the envelope that a stored text is, or None: then the text is clear."""
    if not text.startswith(MARK):
        return None
    version, _, content = text.removeprefix(MARK).partition(".")
    return Envelope(int(version), b64decode(content))


def from_bytes(stored: bytes) -> Envelope | None:
    """Return the envelope that stored bytes are, or None: then they are clear."""
    if not stored.startswith(MARK_OF_BYTES):
        return None
    start = len(MARK_OF_BYTES)
    return Envelope(stored[start], stored[start + 1 :])


def encipher(clear: bytes, place: Place, *, version: int) -> Envelope:
    """Encipher for one place; KeyMissingError where this node lacks the key."""
    nonce = os.urandom(NONCE)
    enciphered = keys.cipher(version, place.column).encrypt(nonce, clear, place.name)
    return Envelope(version, nonce + enciphered)


def decipher(envelope: Envelope, place: Place) -> bytes:
    """Open where it was enciphered; AlteredError anywhere else, KeyMissingError without the key."""
    nonce, enciphered = envelope.content[:NONCE], envelope.content[NONCE:]
    cipher = keys.cipher(envelope.version, place.column)
    try:
        return cipher.decrypt(nonce, enciphered, place.name)
    except (InvalidTag, ValueError):
        raise AlteredError(f"What {place.column} holds for a record was changed.") from None


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, memoryview | bytes):
        return bytes(value).hex()
    return "" if value is None else str(value)
