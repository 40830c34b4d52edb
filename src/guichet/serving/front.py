"""The way of every request: its head, its body, its turn, its answer (ASGI, one scope a call)."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from wsgiref.types import WSGIApplication

from guichet.kernel.meters.requests import BEGUN
from guichet.serving import bodies, busy, limits
from guichet.serving.exchange import Environ, Scope, WholeAnswer, answer_of, environ_of, with_body
from guichet.serving.kinds import Kind, kind_of
from guichet.serving.line import Job
from guichet.serving.pool import Pool
from guichet.serving.rules import SHARES
from guichet.serving.streams import FOLLOWS, Streams

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
LIVE = "/health/live"
_TIDY = 0.5  # seconds
_WITHOUT_BODY = {"GET", "HEAD", "OPTIONS", "TRACE"}
_ALIVE = WholeAnswer(
    200,
    [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ],
    b'{"status": "live"}',
)

# Mostly nobody is there to read it; but a body that breaks the rules of HTTP ends alike, and where
# nothing is said the web server says 500 for us.
_CUT_OFF = WholeAnswer(
    400,
    [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (
            b"content-security-policy",
            b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ],
    b"What was sent broke off.\n",
)


class Front:
    """What the web server calls for each request, on its event loop.

    Nothing here waits for a thread, so `/health/live` is answered while all of them are stuck.
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        pool: Pool | None = None,
        streams: Streams | None = None,
    ) -> None:
        """Take what answers, Django with its static files in front, and what keeps lines open."""
        self.application = application
        self.pool = pool or Pool()
        self.streams = streams
        self.forms = bodies.Room(most=limits.FORMS, of_a_network=limits.FORMS_OF_A_NETWORK)
        self.files = bodies.Room(most=limits.FILES, of_a_network=limits.FILES_OF_A_NETWORK)
        self._ended: deque[asyncio.Future[None]] = deque()
        self._is_tidied = False
        self._open = 0

    async def __call__(self, scope: Scope, receive: bodies.Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["path"] == LIVE and scope["method"] in {"GET", "HEAD"}:
            tell(send, _ALIVE)
            return
        environ = environ_of(scope)
        environ[BEGUN] = time.perf_counter()
        kind = kind_of(
            method=scope["method"],
            path=environ["PATH_INFO"],
            content_type=environ.get("CONTENT_TYPE", ""),
        )
        try:
            if scope["method"] not in _WITHOUT_BODY or limits.has_body(environ):
                await self._take_in(environ, receive, kind)
        except bodies.GoneError:
            tell(send, _CUT_OFF)
        except bodies.TooSlowError:
            tell(send, busy.answer(environ, kind, status=busy.TOO_SLOW))
        except bodies.FullError:
            tell(send, busy.answer(environ, kind))
        else:
            if stream := await self._answered(environ, send, kind):
                assert self.streams
                await self.streams.serve(stream, receive, send, self.pool)

    async def _take_in(self, environ: Environ, receive: bodies.Receive, kind: Kind) -> None:
        """Put the body into a request; one that is announced as too large is not even read."""
        most, announced = limits.most_of(environ, kind), limits.announced(environ)
        if announced > most:
            return
        room = self.files if kind is Kind.UPLOADING else self.forms
        network = limits.network_of(environ)
        body = await bodies.take_in(
            receive, room=room, network=network, announced=announced, most=most
        )
        with_body(environ, body.file, length=body.length, seconds=body.seconds)

    async def _answered(self, environ: Environ, send: Send, kind: Kind) -> WholeAnswer | None:
        """Return when a thread has answered, in its turn, or somebody was told to come back.

        An answer that is to go on is returned, and nothing of it is sent yet.
        """
        loop = asyncio.get_running_loop()
        self._open += 1
        self._tidy(loop)
        end: asyncio.Future[None] = loop.create_future()
        streams: list[WholeAnswer] = []

        def do() -> None:
            try:
                answer = answer_of(self.application, environ)
                if self.streams and any(key == FOLLOWS for key, _value in answer.headers):
                    streams.append(answer)
                else:
                    tell(send, answer)
            finally:
                self._ended.append(end)

        job = Job(kind, do)
        if not self.pool.give(job):
            self._wait(job, environ, send, end, loop)
        await end
        return streams[0] if streams else None

    def _wait(
        self,
        job: Job,
        environ: Environ,
        send: Send,
        end: asyncio.Future[None],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        def refuse() -> None:
            environ["wsgi.input"].close()
            try:
                tell(send, busy.answer(environ, job.kind))
            finally:
                self._ended.append(end)

        job.network, job.refuse = limits.network_of(environ), refuse
        self.pool.wait(job)
        loop.call_later(SHARES[job.kind].patience, self.pool.give_up, job)

    def _tidy(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let calls end that were answered.

        The answer left from its thread; that the loop hears of it later saves waking it each time.
        """
        while self._ended:
            end = self._ended.popleft()
            self._open -= 1
            if not end.done():
                end.set_result(None)
        if self._open and not self._is_tidied:
            self._is_tidied = True
            loop.call_later(_TIDY, self._tidy_again, loop)

    def _tidy_again(self, loop: asyncio.AbstractEventLoop) -> None:
        self._is_tidied = False
        self._tidy(loop)


def tell(send: Send, answer: WholeAnswer) -> None:
    """Send an answer whole, from whatever thread.

    Granian takes both messages at once and sends them in threads of its own; that its awaitables
    have nothing to wait for is looked at, not believed.
    """
    start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
    for message in (start, {"type": "http.response.body", "body": answer.content}):
        try:
            next(iter(send(message).__await__()))
        except StopIteration:
            continue
        raise RuntimeError("The web server wants to be waited for.")
