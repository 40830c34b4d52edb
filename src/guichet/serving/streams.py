"""Answers that do not end: what many screens show, told to all of them when it changes.

Django answers first, as always, and says in a header what is followed; the event loop then keeps
the line open. So a screen costs no thread while it waits, and what is shown is looked up once in a
process, however many screens follow it. See decision 0156.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import close_old_connections

from guichet.kernel import clock
from guichet.kernel.running import draining
from guichet.serving.bodies import Receive
from guichet.serving.exchange import WholeAnswer
from guichet.serving.kinds import Kind
from guichet.serving.line import Job
from guichet.serving.pool import Pool

log = logging.getLogger(__name__)
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Stream = asyncio.Queue[bytes | None]  # pieces to send; None ends it
FOLLOWS = b"guichet-follows"  # a header of Django's answer, taken out here: what the line follows
_OURS = {FOLLOWS, b"content-encoding", b"content-length"}
BEAT = 4.0  # seconds, after which a screen hears that its line is there
LOOKS = 30.0  # seconds, after which is looked even if nothing was told: an estimate grows by itself
DEAF = 1.0  # the same where nothing can be heard
ENDS = 0.3  # seconds between two looks whether this node is about to stop: an open line holds it up
TOGETHER = 0.1  # seconds between two looks: what changes at once is told at once
ANEW = "-"  # before the name of a subject whose screens are to ask anew who they are


class Hears(Protocol):
    """What tells that something has changed; `hears` is False while it cannot."""

    hears: bool

    def begin(self) -> None: ...


class Streams:
    """The open lines of a process, by what they follow."""

    def __init__(
        self,
        look: Callable[[str], str],
        ear: Callable[[Callable[[str], object]], Hears],
        *,
        beside: Callable[[str], str] = lambda _name: "",
    ) -> None:
        """Take what looks a subject up, in a thread, and what makes the ear of a process.

        `beside` is told as well, as an event `notices`, also while nothing can be looked up: it
        waits for nothing.
        """
        self._look, self._make_ear, self._beside = look, ear, beside
        self._ear: Hears | None = None
        self._end: asyncio.Task[None] | None = None
        self._subjects: dict[str, _Subject] = {}

    async def serve(self, answer: WholeAnswer, receive: Receive, send: Send, pool: Pool) -> None:
        """Send what Django answered, and then what is told, until one of the two has gone."""
        name = dict(answer.headers)[FOLLOWS].decode()
        headers = [(key, value) for key, value in answer.headers if key not in _OURS]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        with self._stream_of(name, answer.content, pool) as stream:
            hanging_up = asyncio.create_task(_hang_up(receive, stream))
            try:
                while (piece := await stream.get()) is not None:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            finally:
                hanging_up.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    @contextmanager
    def _stream_of(self, name: str, first: bytes, pool: Pool) -> Iterator[Stream]:
        self._listen()
        subject = self._subjects.get(name)
        if subject is None:
            subject = self._subjects[name] = _Subject(lambda: self._looked_up(name, pool))
            subject.task = asyncio.create_task(self._keep_up(name, subject))
        stream = Stream()
        stream.put_nowait(first)
        subject.join(stream)
        try:
            yield stream
        finally:
            subject.streams.discard(stream)

    async def _keep_up(self, name: str, subject: "_Subject") -> None:
        try:
            while subject.streams and not draining.has_begun():
                await subject.turn(hears=bool(self._ear and self._ear.hears))
        finally:
            del self._subjects[name]
            subject.tell(None)

    def _listen(self) -> None:
        """Begin to hear with the first line of a process, and not before."""
        if self._ear is None:
            loop = asyncio.get_running_loop()
            self._ear = self._make_ear(lambda news: loop.call_soon_threadsafe(self._spread, news))
            self._ear.begin()
            self._end = asyncio.create_task(self._end_with_the_node())

    async def _end_with_the_node(self) -> None:
        while not draining.has_begun():
            await asyncio.sleep(ENDS)
            for name, subject in self._subjects.items():
                subject.tell_beside(self._beside(name))
        for subject in self._subjects.values():
            subject.tell(None)

    def _spread(self, news: str) -> None:
        """Have those look who follow what was told; with an empty text, all of them."""
        for name, subject in self._subjects.items():
            if news == f"{ANEW}{name}":
                subject.tell(None)
            elif news in {"", name}:
                subject.news.set()

    async def _looked_up(self, name: str, pool: Pool) -> str | None:
        """Return how a subject stands, looked up by a thread in its turn; None where it failed."""
        loop = asyncio.get_running_loop()
        end: asyncio.Future[str | None] = loop.create_future()

        def do() -> None:
            text = None
            try:
                text = self._look(name)
            except Exception as error:
                log.warning("What screens show was not found: %s", type(error).__name__)
            finally:
                close_old_connections()
                loop.call_soon_threadsafe(end.set_result, text)

        def refuse() -> None:
            loop.call_soon_threadsafe(end.set_result, None)

        job = Job(Kind.LOOKING, do, refuse)
        if not pool.give(job):
            pool.wait(job)
        return await end


class _Subject:
    """What some lines follow: looked up once for all of them, and told where it differs."""

    def __init__(self, look: Callable[[], Awaitable[str | None]]) -> None:
        self.streams: set[Stream] = set()
        self.news = asyncio.Event()
        self.task: asyncio.Task[None] | None = None  # a task that nobody holds may be collected
        self._look = look
        self._text: str | None = ""
        self._beside = ""
        self._looked_at = self._told_at = -LOOKS

    def join(self, stream: Stream) -> None:
        """Let a line follow; what was told after its first answer was made is told once more."""
        self.streams.add(stream)
        if self._text:
            stream.put_nowait(_event(self._text))
        if self._beside:
            stream.put_nowait(_notices(self._beside))

    def tell(self, piece: bytes | None) -> None:
        """Send a piece to every line, without waiting for any."""
        for stream in self.streams:
            stream.put_nowait(piece)
        self._told_at = time.monotonic()

    def tell_beside(self, text: str) -> None:
        """Tell what stands beside, where it differs."""
        if text != self._beside:
            self._beside = text
            self.tell(_notices(text))

    async def turn(self, *, hears: bool) -> None:
        """Look where something was told or the time has come; then wait for what is next."""
        is_due = time.monotonic() - self._looked_at >= (LOOKS if hears else DEAF)
        if self.news.is_set() or is_due or self._text is None:
            self.news.clear()
            await self._look_again()
        if self._text is not None and time.monotonic() - self._told_at >= BEAT - TOGETHER:
            self.tell(b"event: beat\ndata: %d\n\n" % int(clock.now().timestamp() * 1000))
        await asyncio.sleep(TOGETHER)
        try:
            async with asyncio.timeout(BEAT if hears else DEAF):
                await self.news.wait()
        except TimeoutError:
            return

    async def _look_again(self) -> None:
        before, self._text = self._text, await self._look()
        if self._text is None:
            return
        self._looked_at = time.monotonic()
        if self._text != before:
            self.tell(_event(self._text))


def _event(text: str) -> bytes:
    return f"data: {text}\n\n".encode()


def _notices(text: str) -> bytes:
    return f"event: notices\ndata: {text}\n\n".encode()


async def _hang_up(receive: Receive, stream: Stream) -> None:
    """End a line when who listened has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.put_nowait(None)
