"""Whether a process enciphers what it writes, and with which key: a mark in the database says.

Enciphered or clear, every value is read; the mark decides on what is written. A process looks at it
again and again in a thread of its own, so that no request does.
"""

import contextlib
import time
from dataclasses import dataclass

from django.db import Error, connection

from guichet.kernel.enciphering import keys
from guichet.kernel.models import Mark
from guichet.kernel.references import derive

PAUSE = 5.0  # seconds between two looks
MARK = "enciphering"
_OF_A_KEY = "enciphering key "


@dataclass
class _Seen:
    version: int | None = None
    at: float | None = None


_seen = _Seen()


def version() -> int | None:
    """Return the version of the key to encipher with; None: what is written stays clear."""
    if _seen.at is None:
        look()
    return _seen.version


def look() -> None:
    """Read the mark, at most once in PAUSE seconds; leave no connection behind."""
    if _seen.at is not None and time.monotonic() < _seen.at + PAUSE:
        return
    mark = Mark.objects.filter(name=MARK).values_list("value", flat=True).first()
    _seen.version, _seen.at = int(mark) if mark else None, time.monotonic()


def look_aside() -> None:
    """Look from a thread that does nothing else with the database, which may be gone just now."""
    with contextlib.suppress(Error):  # it would end the thread, and the process see no key again
        look()
    connection.close()


def forget() -> None:
    """Look again when asked next."""
    _seen.at = None


def begin(version: int) -> None:
    """Let every node encipher with this key from now on: each has seen it after PAUSE seconds."""
    Mark.objects.update_or_create(
        name=f"{_OF_A_KEY}{version}", defaults={"value": _of_key(version)}
    )
    Mark.objects.update_or_create(name=MARK, defaults={"value": str(version)})
    forget()


def end() -> None:
    """Let every node write clear from now on."""
    Mark.objects.filter(name=MARK).delete()
    forget()


def drop_keys(*, but: int | None) -> None:
    """Say that no record is enciphered any more with any key but this one."""
    marks = Mark.objects.filter(name__startswith=_OF_A_KEY)
    marks.exclude(name=f"{_OF_A_KEY}{but}").delete()


def missing_keys() -> list[int]:
    """Return the versions that records may be enciphered with and this node lacks, or has wrong."""
    marks = Mark.objects.filter(name__startswith=_OF_A_KEY).values_list("name", "value")
    versions = ((int(name.removeprefix(_OF_A_KEY)), value) for name, value in marks)
    return sorted(
        version for version, value in versions if not keys.has(version) or _of_key(version) != value
    )


def _of_key(version: int) -> str:
    return derive(keys.key(version), "mark of a enciphering key", version).hex()
