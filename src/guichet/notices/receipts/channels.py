"""What a channel is to the worker: where a version of a notice is put up, read back, taken down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from guichet.notices.models import Receipt
from guichet.notices.values import Notice, Version, is_in_force, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a version should stand now: up, or down since when; whether an all-clear is due."""

    notice: Notice
    version: Version
    is_up: bool
    down_since: datetime | None  # None while its time has not come
    ended: str  # solved, expired or withdrawn; empty where it is not the end of the notice
    now: datetime


class Channel(Protocol):
    """Brings a version nearer to what is wished; raises OSError or ChannelError to be asked again.

    What has been done is written into the receipt, which the caller saves.
    """

    @property
    def name(self) -> str:
        """Return how receipts call it."""
        ...

    def carry(self, wish: Wish, receipt: Receipt) -> None:
        """Do what is left to do."""
        ...


class ChannelError(Exception):
    """A channel did not do, or does not show, what it should."""


def wish_of(notice: Notice, version: Version, *, now: datetime) -> Wish:
    """Return how a version should stand now."""
    ended = standing(notice, now=now)
    is_last = version is notice.shown
    later = [entry for entry in notice.published if entry.number > version.number]
    down_since = later[0].published_at if later else ended.ended_at
    return Wish(
        notice=notice,
        version=version,
        is_up=is_last and is_in_force(notice, now=now),
        down_since=down_since,
        ended=ended.state if is_last and ended.ended_at else "",
        now=now,
    )
