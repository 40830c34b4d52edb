"""Who has a case open at this moment: the rooms that know hand in how it is told."""

from datetime import datetime
from typing import Protocol


class Tells(Protocol):
    """Tell whether an officer has an application open now, or had it a moment ago."""

    def __call__(self, application: int, *, besides: int, now: datetime) -> bool:
        """Leave out the account `besides`: whoever asks is told of others."""


BY_OFFICERS: list[Tells] = []


def is_with_officer(application: int, *, besides: int, now: datetime) -> bool:
    """Tell whether an officer has an application open; the account `besides` is not meant."""
    return any(tells(application, besides=besides, now=now) for tells in BY_OFFICERS)
