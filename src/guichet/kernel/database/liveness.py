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
    if not is_quiet(link):
        ConnectionPool.check_connection(link)


def is_quiet(link: Connection[Any]) -> bool:
    """Tell whether a server that was asked nothing says nothing, as one that lives does."""
    waiting = select.poll()
    waiting.register(link.fileno(), select.POLLIN)
    return not waiting.poll(0)
