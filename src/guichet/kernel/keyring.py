"""The keys that lie outside the database, by their versions, and what is derived from them.

`IDENTITY_KEY` and `PIN_KEY` are one key, or list versions as `CIPHER_KEYS` does: `2:…,1:…`. A text
without versions is the first. Whatever would be lost with a key that changes hangs on WORKING_KEY.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from django.conf import settings

from guichet.environment import complain
from guichet.kernel.references import derive, deriving

SHORTEST = 32  # characters of a key
FIRST, LAST = 1, 255  # versions: one byte
IDENTITY, PIN = "IDENTITY_KEY", "PIN_KEY"
_LIST = re.compile(r"\d+:[^,:]+(,\s*\d+:[^,:]+)*,?", re.ASCII)


class KeyMissingError(Exception):
    """A record hangs on a key that this node does not have."""

    def __init__(self, version: int, *, of: str = "CIPHER_KEYS") -> None:
        super().__init__(f"{of} of this node has no key of version {version}.")


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


def of_setting(text: str, name: str = "CIPHER_KEYS") -> dict[int, str]:
    """Return the keys that a setting lists, or complain of it."""
    try:
        return read(text)
    except ValueError as error:
        complain(f"{name} cannot be used: {error}.")
        return {}


def versions(name: str, text: str) -> Mapping[int, str]:
    """Return the keys of IDENTITY_KEY or PIN_KEY: a list, or one text of whatever characters."""
    return _versions(name, text)


@lru_cache(maxsize=32)
def _versions(name: str, text: str) -> Mapping[int, str]:
    return of_setting(text, name) if _LIST.fullmatch(text) else {FIRST: text}


def by_name(secret: str, working: str, **lists: Mapping[int, str]) -> dict[str, str]:
    """Return every secret by a name of its own; WORKING_KEY may be the first of another."""
    secrets = {"SECRET_KEY": secret}
    for name, keys in lists.items():
        secrets |= {
            name if version == FIRST else f"{name} {version}": key for version, key in keys.items()
        }
    return secrets if working in {"", *secrets.values()} else {**secrets, "WORKING_KEY": working}


def check(working: str, **lists: Mapping[int, str]) -> None:
    """Complain where something hangs on a key that is not there."""
    for name, keys in lists.items():
        if FIRST not in keys and not working:
            complain(
                f"{name} has no version {FIRST} any more, so WORKING_KEY must be set: to what the"
                f" first version was, unless that has leaked (docs/operations.md, Secrets)."
            )


def keys_of(name: str) -> Mapping[int, str]:
    """Return the keys of IDENTITY_KEY or PIN_KEY as the settings have them."""
    return versions(name, getattr(settings, name))


def key(name: str, version: int) -> str:
    """Return a key of IDENTITY_KEY or PIN_KEY; KeyMissingError where this node lacks it."""
    try:
        return keys_of(name)[version]
    except KeyError:
        raise KeyMissingError(version, of=name) from None


def working(purpose: str, *parts: object, before: str = IDENTITY) -> bytes:
    """Return 32 bytes that no rotation changes, keyed with WORKING_KEY.

    Without one they are keyed as they were `before` there was any: with the first of that setting.
    """
    return working_for(purpose, before=before)(*parts)


def working_for(purpose: str, *, before: str = IDENTITY) -> Callable[..., bytes]:
    """Return what derives the bytes of many for one purpose, as `working` does those of one."""
    return deriving(settings.WORKING_KEY or key(before, FIRST), purpose)


def workings(purpose: str, *parts: object, before: str = IDENTITY) -> list[bytes]:
    """Return the same, and after it what it was before WORKING_KEY was set, to read by."""
    secret = working(purpose, *parts, before=before)
    first = keys_of(before).get(FIRST) if settings.WORKING_KEY else None
    return [secret, derive(first, purpose, *parts)] if first else [secret]


def hangs_on_first(name: str) -> bool:
    """Tell whether what a rotation does not change is still keyed with the first of a setting."""
    return (settings.WORKING_KEY or keys_of(name).get(FIRST)) == keys_of(name).get(FIRST)
