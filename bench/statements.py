"""How many statements reached PostgreSQL, counted by the server itself."""

from dataclasses import dataclass
from typing import Any

import psycopg

COUNT = """
SELECT coalesce(sum(calls) FILTER (WHERE NOT {frame}), 0),
       coalesce(sum(calls) FILTER (WHERE {frame}), 0)
  FROM pg_stat_statements
 WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND query NOT LIKE '%pg_stat_statements%'
   AND query NOT LIKE 'SELECT 1 FROM ONLY%'  -- PostgreSQL's own checks of references
""".format(frame="query ~* '^(begin|commit|rollback|savepoint|release|deallocate)'")


@dataclass
class Statements:
    """A count from here to `per()`; knows nothing where the extension is missing."""

    link: psycopg.Connection[Any]
    is_counting: bool = True

    def __post_init__(self) -> None:
        try:
            self.link.execute("SELECT pg_stat_statements_reset()")
        except psycopg.Error:
            self.is_counting = False

    def per(self, operations: int) -> str:
        """Return the statements of one operation, and the words that frame transactions."""
        if not self.is_counting:
            return "not counted"
        row = self.link.execute(COUNT).fetchone()
        assert row
        statements, frames = (round(float(count) / max(1, operations), 1) for count in row)
        more = f" + {frames:g} of transactions" if frames else ""
        return f"{statements:g}{more}"

    def list(self) -> list[tuple[str, int]]:
        """Return each statement with its number of calls, for somebody who looks into it."""
        if not self.is_counting:
            return []
        return self.link.execute(
            "SELECT query, calls FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat%'"
            "   AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " ORDER BY calls DESC"
        ).fetchall()
