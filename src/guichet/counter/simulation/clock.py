"""The clock of a process of the simulation, which stands where the day stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings

from guichet.kernel import clock


def move_to(moment: datetime) -> float:
    """Let this process's clock show a moment from now on; return by how much it is ahead."""
    ahead: float = settings.CLOCK_OFFSET_SECONDS + (moment - clock.now()).total_seconds()
    settings.CLOCK_OFFSET_SECONDS = ahead
    return ahead


def be_ahead(seconds: float) -> None:
    """Let this process's clock show what another one's shows."""
    settings.CLOCK_OFFSET_SECONDS = seconds


@contextmanager
def put_back() -> Iterator[None]:
    """Let this process's clock show in the end what it showed before."""
    ahead = settings.CLOCK_OFFSET_SECONDS
    try:
        yield
    finally:
        settings.CLOCK_OFFSET_SECONDS = ahead
