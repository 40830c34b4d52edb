"""Whether a pooled connection still has its server, found out without asking the server."""

import select
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool


def check(link: Connection[Any]) -> None:
    """Raise when the server has hung up.

    A server that dies or stops closes its end, and the socket has something to read. A quiet one
    is alive, and is not asked again: a question for every request would cost a tenth of it.
    """
    waiting = select.poll()
    waiting.register(link.fileno(), select.POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(link)
