"""Django's engine, which puts an end to every wait and fails at once when it must.

The limits that the server keeps (statement_timeout and its like) are of no use when the server
itself stands still, so each reply is waited for by our own clock as well: see `link`.
"""

import time
from typing import Any

import psycopg
from django.db import connections
from django.db.backends.postgresql import base
from django.utils.module_loading import import_string
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool, PoolTimeout

from guichet.kernel.database import liveness, patience
from guichet.kernel.engine.breaker import breaker
from guichet.kernel.engine.link import Gone, Link

ALIAS = "default"
A_MOMENT = 2.0  # seconds, for the smallest question
KEPT = 60.0  # seconds a thread of the web keeps a connection, then the pool may renew or end it


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, with an end to every wait.

    DATABASES may name a POOLER, and as DIRECT the facts of the same database without it. TRACED
    is the path of what stands around each statement, where traces are sent.
    """

    def __init__(self, settings_dict: dict[str, Any], alias: str = ALIAS) -> None:
        super().__init__(settings_dict, alias)
        if traced := settings_dict.get("TRACED"):
            self.execute_wrappers.append(import_string(traced))

    def get_connection_params(self) -> dict[str, Any]:
        """Return what psycopg is told; processes other than the web go round a pooler."""
        pooler = self.settings_dict.get("POOLER")
        if pooler and not patience.current().is_web:
            pooler, direct = "", self.settings_dict["DIRECT"]
            self.settings_dict = {**self.settings_dict, **direct, "POOLER": ""}
        return patience.applied(super().get_connection_params(), options=not pooler)

    @property
    def pool(self) -> ConnectionPool | None:
        """The connections of this process, for which each kind of process waits its own time."""
        pool: ConnectionPool | None = super().pool
        if pool:
            pool.timeout = patience.current().connection
        return pool

    def connect(self) -> None:
        """Connect; a thread that answers requests keeps what it got for the next ones.

        To take a connection and give it back costs as much as a small statement.
        """
        super().connect()
        if patience.current().is_web:
            self.close_at = time.monotonic() + KEPT

    def close_if_health_check_failed(self) -> None:
        """Look at a connection that was kept: the pool vouches for what it has just given."""
        super(base.DatabaseWrapper, self).close_if_health_check_failed()

    def is_usable(self) -> bool:
        """Tell whether the connection still has its server, without asking it."""
        link = self.connection
        return bool(
            link
            and not breaker.is_open
            and link.since > breaker.recovered_at
            and link.pgconn.transaction_status == TransactionStatus.IDLE
            and liveness.is_quiet(link)
        )

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        """Return a connection, or raise at once when the database is known to be gone."""
        if breaker.is_open:
            raise Gone("The database is known to be gone.")
        try:
            link: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        except PoolTimeout:
            # Where another request had a reply meanwhile, there are only too few connections.
            quiet = time.monotonic() - Link.last_reply
            if patience.current().is_web and quiet > patience.current().connection:
                breaker.trip()
            raise
        return link


def _answers() -> bool:
    """Ask the smallest question on a connection of its own."""
    parameters = connections[ALIAS].get_connection_params()
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours, None)
    try:
        with Link.connect(**parameters, autocommit=True) as link:
            link.reply = A_MOMENT
            link.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def _forget_connections() -> None:
    """Leave the pool of before: its connections may be frozen, and its own next try far away."""
    pools: dict[str, ConnectionPool] = base.DatabaseWrapper._connection_pools  # type: ignore[attr-defined]
    pool = pools.pop(ALIAS, None)
    if pool:
        pool.close(timeout=0)


breaker.answers, breaker.recovered = _answers, _forget_connections
