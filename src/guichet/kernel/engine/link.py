"""A connection that is given up when no reply comes."""

from typing import Any

import psycopg
from psycopg.abc import PQGen

from guichet.kernel import patience
from guichet.kernel.engine.breaker import breaker


class Gone(psycopg.OperationalError):
    """The database does not answer, or is known not to."""


class Link(psycopg.Connection[Any]):
    """What the server's own limits cannot do, where the server itself stands still."""

    reply: float | None = None  # seconds; overrides what this kind of process has

    def wait[Answer](
        self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None
    ) -> Answer:
        """Wait for one reply of the server, but not longer than this process has patience."""
        if timeout is not None:
            return super().wait(gen, interval=interval, timeout=timeout)
        limit = self.reply or patience.current().reply
        try:
            return super().wait(gen, interval=interval, timeout=limit)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()  # what it was about to say will never be read
            if patience.current().is_web:
                breaker.trip()
            raise Gone(f"The database did not reply within {limit} seconds.") from None
