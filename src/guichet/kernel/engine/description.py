"""What Django is told about the database: its address, its pool, and what a pooler takes away."""

from pathlib import Path
from typing import Any

from guichet.environment import complain
from guichet.kernel.database import liveness
from guichet.kernel.database.connection import AddressError, Parameters, for_django, parameters
from guichet.kernel.engine.link import Link
from guichet.kernel.server import postgres

PREPARED = 2  # statements of one connection that come so often are prepared


def address(url: str, name: str, *, data_dir: Path) -> Parameters:
    """Return what libpq is told: the address of the setting `name`, or the embedded server's."""
    embedded = {"host": str(postgres.socket_dir(data_dir)), "user": "guichet", "dbname": "guichet"}
    try:
        return parameters(url, name=name) if url else embedded
    except AddressError as error:
        complain(str(error))
        return embedded


def description(
    where: Parameters, direct: Parameters | None = None, *, traced: bool = False
) -> dict[str, Any]:
    """Return an entry of DATABASES; `direct` leads round a pooler of transactions.

    Behind such a pooler each transaction may meet another session, so nothing may stay in one: no
    prepared statement, no cursor, no setting. The engine sends everything but the web round it.
    """
    facts = _facts(where, prepared=None if direct else PREPARED)
    if direct:
        facts |= {
            "POOLER": "transaction",
            "DIRECT": _facts(direct, prepared=PREPARED),
            "DISABLE_SERVER_SIDE_CURSORS": True,
        }
    if traced:
        facts["TRACED"] = "guichet.kernel.tracing.statements.traced"
    return {"ENGINE": "guichet.kernel.engine", "CONN_HEALTH_CHECKS": True, **facts}


def _facts(where: Parameters, *, prepared: int | None) -> dict[str, Any]:
    facts = for_django(where)
    facts["OPTIONS"] |= {
        "pool": {
            "connection_class": Link,
            "min_size": 1,
            "max_size": 8,
            "check": liveness.check,  # after a crash of the database nobody meets a dead one
            "reconnect_timeout": 5,  # then the next request asks anew, rather than a clock
        },
        "server_side_binding": True,
        "prepare_threshold": prepared,
    }
    return facts
