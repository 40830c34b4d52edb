"""What is derived from IDENTITY_KEY: each feature adds how its own is derived again."""

from collections.abc import Callable
from datetime import datetime

# Derives again what is found by a keyed hash, all of it or nothing; returns of how many. The name
# says of what.
DERIVE_AGAIN: dict[str, Callable[..., int]] = {}
# Names of what belongs to a programme that is off: told only where something is left of it.
OFF: set[str] = set()


def derive_again(*, now: datetime) -> dict[str, int]:
    """Derive everything again after IDENTITY_KEY was changed; return of how many, by name."""
    return {name: derive(now=now) for name, derive in sorted(DERIVE_AGAIN.items())}
