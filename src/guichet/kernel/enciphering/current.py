"""With which keys a process writes just now: marks in the database say.

Enciphered or clear, every value is read; the mark decides on what is written. A process looks at
the marks again and again in a thread of its own, so that no request does; one whose thread is late
looks itself, so that none goes by what was said longer ago than STALE.
"""

import contextlib
import time
from dataclasses import dataclass, field
from datetime import date

from django.db import Error, connection

from guichet.kernel import keyring
from guichet.kernel.enciphering import keys, shelves
from guichet.kernel.enciphering.shelves import Shelves
from guichet.kernel.models import Mark
from guichet.kernel.references import derive

PAUSE = 5.0  # seconds between two looks
STALE, SEEN = 1.5, 3  # times as long: a look is too old; what went by an older one has ended
MARK = "enciphering"
IDENTITY, PIN = "identity key", "pin key"
PINS_ENDED = "pins ended"  # the day
REFUSED = "refused enciphering keys"  # lower versions than this one
_NAMES = [MARK, IDENTITY, PIN, PINS_ENDED, REFUSED]
_OF_A_KEY = "enciphering key "


@dataclass
class _Seen:
    marks: dict[str, str] = field(default_factory=dict)
    at: float | None = None


_seen = _Seen()


def version() -> int | None:
    """Return the version of the key to encipher with; None: what is written stays clear."""
    mark = _marks().get(MARK)
    return int(mark) if mark else None


def identity_shelves() -> Shelves:
    """Return under which versions of IDENTITY_KEY keyed hashes are written and read."""
    return shelves.of_text(_marks().get(IDENTITY, str(keyring.FIRST)))


def pin_keys() -> list[int]:
    """Return the versions of PIN_KEY under which PINs open; the first is for fresh ones."""
    return [int(version) for version in _marks().get(PIN, str(keyring.FIRST)).split(",")]


def pins_ended_on() -> date | None:
    """Return the day on which PINs of a leaked key ended, the last time."""
    mark = _marks().get(PINS_ENDED)
    return date.fromisoformat(mark) if mark else None


def is_refused(version: int) -> bool:
    """Tell whether an enciphering key has leaked, so that nothing opens any more that it closed."""
    return version < int(_marks().get(REFUSED, "0"))


def _marks() -> dict[str, str]:
    if _seen.at is None or time.monotonic() > _seen.at + STALE * PAUSE:
        look()
    return _seen.marks


def look() -> None:
    """Read the marks, at most once in PAUSE seconds; leave no connection behind."""
    if _seen.at is not None and time.monotonic() < _seen.at + PAUSE:
        return
    at = time.monotonic()
    marks = Mark.objects.filter(name__in=_NAMES).values_list("name", "value")
    _seen.marks, _seen.at = dict(marks), at


def look_aside() -> None:
    """Look from a thread that does nothing else with the database, which may be gone just now."""
    with contextlib.suppress(Error):  # it would end the thread, and the process see no key again
        look()
    connection.close()


def forget() -> None:
    """Look again when asked next."""
    _seen.at = None


def begin_anew() -> None:
    """Go by no mark, as a process on a fresh database does, and look in a while."""
    _seen.marks, _seen.at = {}, time.monotonic()


def wait() -> None:
    """Return when every process goes by the marks that were left before."""
    time.sleep(SEEN * PAUSE)


def leave(name: str, value: str) -> None:
    """Let every process go by a mark from now on: see `wait`."""
    Mark.objects.update_or_create(name=name, defaults={"value": value})
    forget()


def begin(version: int) -> None:
    """Let every process encipher with this key from now on."""
    leave(f"{_OF_A_KEY}{version}", _of_key(version))
    leave(MARK, str(version))


def end() -> None:
    """Let every process write clear from now on."""
    Mark.objects.filter(name=MARK).delete()
    forget()


def refuse_earlier() -> None:
    """Let nothing open that is enciphered with an earlier key than the one that is written with."""
    leave(REFUSED, str(version() or 0))


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


def missing_of(name: str) -> list[int]:
    """Return the versions of IDENTITY_KEY or PIN_KEY that the site goes by and this node lacks."""
    look()
    versions = identity_shelves().versions if name == keyring.IDENTITY else set(pin_keys())
    return sorted(versions - keyring.keys_of(name).keys())


def _of_key(version: int) -> str:
    return derive(keys.key(version), "mark of a enciphering key", version).hex()
