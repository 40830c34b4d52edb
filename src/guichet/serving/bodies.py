"""Take in the body of a request before any thread is used: with patience, but not without end.

What counts is how fast a body comes, not how long it takes: a file of 25 MB may be on its way for
half an hour. What is small stays in memory, the rest goes to a file without a name.
"""

import asyncio
import io
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, cast

Receive = Callable[[], Awaitable[Mapping[str, Any]]]

PATIENCE = 20.0  # seconds before the slowest line must have sent anything
SLOWEST = 500  # bytes a second, after that: an eighth of what a telephone of 1991 sent
IN_MEMORY = 64 * 1024
KEPT = 27 * 1024 * 1024  # of a body: more than the largest paper, for its form comes with it
TAIL = 64 * 1024  # what comes last is kept of any body: the fields behind a file
YOUNG = 3.0  # seconds in which nobody has to make room


class TooSlowError(Exception):
    """The body stalled, or had to make room for others."""


class GoneError(Exception):
    """Who sent the body is gone, and nobody waits for an answer."""


class FullError(Exception):
    """Too many bodies are on their way, all of them fresh."""


@dataclass(eq=False, slots=True)
class Reading:
    """A body on its way."""

    network: str
    began_at: float
    timeout: asyncio.Timeout
    received: int = 0

    def pace(self, now: float) -> float:
        """Return the bytes a second so far."""
        return self.received / max(0.001, now - self.began_at)


@dataclass(eq=False, slots=True)
class Room:
    """How many bodies may be on their way at once, and how many of one network.

    Where it gets crowded the slowest gives way, first of the same network: an honest one is in
    before anybody asks.
    """

    most: int
    of_a_network: int
    at_most: int = 1024
    readings: set[Reading] = field(default_factory=set)

    @contextmanager
    def place(self, network: str, timeout: asyncio.Timeout, *, now: float) -> Iterator[Reading]:
        """Keep a place while a body comes in."""
        reading = Reading(network, now, timeout)
        self._make_room(network, now)
        self.readings.add(reading)
        try:
            yield reading
        finally:
            self.readings.discard(reading)

    def _make_room(self, network: str, now: float) -> None:
        if len(self.readings) < self.of_a_network:
            return  # as nearly always
        mine = {reading for reading in self.readings if reading.network == network}
        if len(mine) >= self.of_a_network:
            crowd = mine
        elif len(self.readings) >= self.most:
            crowd = self.readings
        else:
            return
        old = [reading for reading in crowd if now - reading.began_at > YOUNG]
        if old:
            slowest = min(old, key=lambda reading: reading.pace(now))
            self.readings.discard(slowest)
            if not slowest.timeout.expired():
                slowest.timeout.reschedule(now)
        elif len(self.readings) >= self.at_most:
            raise FullError


@dataclass(frozen=True, slots=True)
class Body:
    """What came: a file to read from its beginning, its length, and how long it took."""

    file: IO[bytes]
    length: int
    seconds: float


async def take_in(receive: Receive, *, room: Room, network: str, announced: int, most: int) -> Body:
    """Return a body whole; of what is longer than `most`, a length that tells so.

    `announced` is the length that its head told, 0 where it told none.

    Raises TooSlowError, GoneError or FullError.
    """
    loop = asyncio.get_running_loop()
    began_at = loop.time()
    store = _Store()
    try:
        async with asyncio.timeout_at(began_at + PATIENCE) as timeout:
            with room.place(network, timeout, now=began_at) as reading:
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise GoneError
                    piece = message.get("body", b"")
                    reading.received += len(piece)
                    store.write(piece)
                    is_whole = reading.received == announced > 0
                    if is_whole or not message.get("more_body") or reading.received > most:
                        break
                    if not timeout.expired():
                        timeout.reschedule(began_at + PATIENCE + reading.received / SLOWEST)
    except BaseException as error:
        store.close()
        if isinstance(error, TimeoutError):
            raise TooSlowError from None
        raise
    length = store.length if reading.received <= most else reading.received
    return Body(store.opened(), length, loop.time() - began_at)


class _Store:
    """What is kept of a body: its first `KEPT` bytes, and the last of those behind them."""

    def __init__(self) -> None:
        self._file: IO[bytes] = io.BytesIO()
        self._kept = 0
        self._tail = bytearray()

    @property
    def length(self) -> int:
        return self._kept + min(TAIL, len(self._tail))

    def write(self, piece: bytes) -> None:
        fits = piece[: KEPT - self._kept]
        if self._kept <= IN_MEMORY < self._kept + len(fits):
            small, self._file = self._file, tempfile.TemporaryFile()  # noqa: SIM115
            self._file.write(cast("io.BytesIO", small).getvalue())
        self._file.write(fits)
        self._kept += len(fits)
        if len(fits) < len(piece):
            self._tail += piece[len(fits) :]
            if len(self._tail) > 2 * TAIL:
                del self._tail[:-TAIL]

    def opened(self) -> IO[bytes]:
        self._file.write(self._tail[-TAIL:])
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        self._file.close()
