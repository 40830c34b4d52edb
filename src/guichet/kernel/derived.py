"""What is derived from WORKING_KEY: each feature adds how its own is derived again."""

from collections.abc import Callable
from datetime import datetime

# Derives again what is found by a keyed hash, or enciphered; all of it or nothing. Returns of how
# many; the name says of what.
DERIVE_AGAIN: dict[str, Callable[..., int]] = {}
# Names of what belongs to a programme that is off: told only where something is left of it.
OFF: set[str] = set()


def derive_again(*, now: datetime) -> dict[str, int]:
    """Derive everything again after WORKING_KEY was changed; return of how many, by name."""
    return {name: derive(now=now) for name, derive in sorted(DERIVE_AGAIN.items())}
