"""A connection that is given up when no reply comes."""

import time
from typing import Any, ClassVar, Self

import psycopg
from psycopg.abc import PQGen

from guichet.kernel.database import patience
from guichet.kernel.database.connection import beginning_with
from guichet.kernel.engine.breaker import breaker


class Gone(psycopg.OperationalError):
    """The database does not answer, or is known not to."""


class Link(psycopg.Connection[Any]):
    """What the server's own limits cannot do, where the server itself stands still."""

    since: float = 0.0  # by time.monotonic
    reply: float | None = None  # seconds; overrides what this kind of process has
    last_reply: ClassVar[float] = 0.0  # when any connection of this process had one
    served_by: ClassVar[tuple[str, str]] = ("", "")  # host and port, of several

    @classmethod
    def connect(cls, conninfo: str = "", **kwargs: Any) -> Self:
        """Connect, and of several hosts try first the one that served last.

        A machine that is gone swallows seconds of every new connection, if it comes first.
        """
        link = super().connect(conninfo, **beginning_with(kwargs, cls.served_by))
        Link.served_by = (link.info.host, str(link.info.port))
        link.since = time.monotonic()
        return link

    def wait[Answer](
        self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None
    ) -> Answer:
        """Wait for one reply of the server, but not longer than this process has patience."""
        if timeout is not None:
            return super().wait(gen, interval=interval, timeout=timeout)
        limit = self.reply or patience.current().reply
        try:
            answer = super().wait(gen, interval=interval, timeout=limit)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()  # what it was about to say will never be read
            if patience.current().is_web and self.reply is None:  # who asks briefly asks again
                breaker.trip()
            raise Gone(f"The database did not reply within {limit} seconds.") from None
        Link.last_reply = time.monotonic()
        return answer
