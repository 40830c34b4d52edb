"""Keys of programs: made once and shown once, kept as a keyed hash, taken back by their name.

A key opens the calls of its kind and nothing else. The kinds are handed in by the rooms that have
such calls (`KINDS`).
"""

import re
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from guichet.kernel import keyring
from guichet.kernel.models import ProgramKey

KINDS: set[str] = set()
BYTES = 32  # of chance: nobody hits upon it
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class NoKeyError(Exception):
    """No key was made; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make(kind: str, name: str, *, now: datetime, key: str = "") -> str:
    """Return a fresh key of a program, or register one that was made before.

    Raises NoKeyError: `unknown_kind`, `malformed` for the name, `key_exists` where it has one.
    """
    if kind not in KINDS:
        raise NoKeyError("unknown_kind")
    if not _NAME.fullmatch(name):
        raise NoKeyError("malformed")
    key = key or new()
    try:
        with transaction.atomic():
            ProgramKey.objects.create(kind=kind, name=name, mark=_mark(key), made_at=now)
    except IntegrityError:
        raise NoKeyError("key_exists") from None
    return key


def new() -> str:
    """Return a key that nobody has."""
    return secrets.token_urlsafe(BYTES)


def is_known(key: str) -> bool:
    """Tell whether a key was registered before, also one that has ended."""
    return ProgramKey.objects.filter(mark=_mark(key)).exists()


def end(kind: str, name: str, *, now: datetime) -> bool:
    """Let a program's key open nothing from now on; false where it has none."""
    return bool(in_force().filter(kind=kind, name=name).update(ended_at=now))


def of_bearer(kind: str, key: str) -> ProgramKey | None:
    """Return the key in force of a kind that a program showed; None where it opens nothing."""
    return in_force().filter(kind=kind, mark=_mark(key)).first()


def in_force() -> QuerySet[ProgramKey]:
    """Return the keys that open something, by kind and name."""
    return ProgramKey.objects.filter(ended_at=None).order_by("kind", "name")


def _mark(key: str) -> bytes:
    return keyring.working("program key", key)
