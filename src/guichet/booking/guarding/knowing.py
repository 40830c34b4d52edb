"""What it costs to learn that somebody has an appointment, on a page and by a program alike."""

from datetime import datetime

from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import TOLD_OF_ANOTHER
from guichet.kernel.obstacles import Obstacle

TELLS = {"already_booked", "same_time"}


def pay(obstacle: Obstacle, network: bytes, *, now: datetime) -> None:
    """Take a token from whoever is about to be told; Obstacle("too_many") where none is left."""
    if obstacle.code in TELLS:
        limits.take(TOLD_OF_ANOTHER, network, now=now)
