"""Databases beside the live one: made for a copy, looked into, then given its name.

What was live is renamed, not erased, and stays under a dated name until somebody drops it.
"""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from guichet.kernel.backups.programs import BackupError

MAINTENANCE = ("postgres", "template1")  # databases to stand in while ours changes its name
LONGEST = 34  # of 63 characters, so that the date fits behind
TRIES = 10

SESSIONS = (
    "FROM pg_stat_activity AS session JOIN pg_roles AS role ON role.oid = session.usesysid"
    " WHERE datname = ANY(%s) AND pid <> pg_backend_pid()"
)
OURS = "pg_has_role(usesysid, 'MEMBER') AND (NOT role.rolsuper OR usename = current_user)"

IN_USE = "The database {name} is in use by {who}; end that first. Nothing was replaced."
MAY_NOT = (
    "The role {role} may not make a database beside {name}. As a superuser of PostgreSQL:"
    " ALTER ROLE {role} CREATEDB; ALTER DATABASE {name} OWNER TO {role};"
)


@dataclass(frozen=True)
class DatabaseAside:
    """A database that a restore has taken the place of."""

    name: str
    size: int  # bytes

    @property
    def since(self) -> datetime:
        """Return when it was set aside: its name says so, to the second.

        >>> DatabaseAside("guichet_before_20260301t020304000000", 0).since.isoformat()
        '2026-03-01T02:03:04+00:00'
        """
        moment = self.name.rpartition("_")[2][:15]
        return datetime.strptime(moment, "%Y%m%dt%H%M%S").replace(tzinfo=UTC)


def live_name() -> str:
    """Return the name of the database that the site uses."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def has_records() -> bool:
    """Tell whether the database holds what a restore would replace."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if "kernel_auditentry" not in names:
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM kernel_auditentry)")
        row = cursor.fetchone()
    return bool(row and row[0])


def obstacle() -> str:
    """Say why a database cannot be made beside the live one and swapped; '' where it can."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT current_user, current_database(),
                   role.rolsuper OR role.rolcreatedb AND pg_has_role(live.datdba, 'USAGE')
              FROM pg_roles AS role, pg_database AS live
             WHERE role.rolname = current_user AND live.datname = current_database()""")
        row = cursor.fetchone()
    return "" if row and row[2] else MAY_NOT.format(role=row[0], name=row[1]) if row else ""


def names(*, now: datetime) -> tuple[str, str]:
    """Return the name of a database for a copy, and the one that is kept for what is live."""
    moment = f"{now:%Y%m%dt%H%M%S%f}"
    short = live_name()[:LONGEST]
    return f"{short}_copy_{moment}", f"{short}_before_{moment}"


def create(name: str) -> None:
    """Make an empty database that stores and compares text as the live one does."""
    if sentence := obstacle():
        raise BackupError(sentence)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding) AS encoding, to_jsonb(live)::text"
            "  FROM pg_database AS live WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    assert row
    encoding, facts = row[0], json.loads(row[1])
    options = {
        "ENCODING": encoding,
        "LC_COLLATE": facts["datcollate"],
        "LC_CTYPE": facts["datctype"],
        **_provider(facts),
    }
    clauses = [sql.SQL(word + " {}").format(sql.Literal(value)) for word, value in options.items()]
    with _elsewhere() as link:
        link.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 {}").format(
                sql.Identifier(name), sql.SQL(" ").join(clauses)
            )
        )


def _provider(facts: dict[str, Any]) -> dict[str, str]:
    """Return who compares text; the column of its locale has another name since PostgreSQL 17."""
    locale = facts.get("datlocale") or facts.get("daticulocale") or ""
    if facts["datlocprovider"] == "i":
        return {"LOCALE_PROVIDER": "icu", "ICU_LOCALE": locale}
    if facts["datlocprovider"] == "b":
        return {"LOCALE_PROVIDER": "builtin", "BUILTIN_LOCALE": locale}
    return {"LOCALE_PROVIDER": "libc"}


@contextlib.contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Have the site's own connection lead to another database of the same server for a while."""
    connection.get_connection_params()  # where there is a pooler, this leads round it for good
    _leave()
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        _leave()
        connection.settings_dict["NAME"] = own


def swap(new: str, *, aside: str) -> None:
    """Give a database the name of the live one, whose own name becomes `aside`; both or none.

    Every connection to the two is ended: a site that runs meanwhile opens new ones, which find
    the other database.
    """
    live = live_name()
    _leave()
    with _elsewhere() as link:
        for _ in range(TRIES):
            _end_sessions(link, live, new)
            if others := _who_stays(link, live):
                raise BackupError(IN_USE.format(name=live, who=others))
            with contextlib.suppress(psycopg.errors.ObjectInUse), link.transaction():
                _rename(link, live, aside)
                _rename(link, new, live)
                return
            time.sleep(0.1)
        raise BackupError(IN_USE.format(name=live, who="a site that comes back at once"))


def databases_aside() -> list[DatabaseAside]:
    """Return what earlier restores have taken the place of, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname, pg_database_size(datname) FROM pg_database"
            " WHERE starts_with(datname, left(current_database(), %s)) AND datname ~ %s"
            " ORDER BY substring(datname FROM '[0-9]{8}t[0-9]+$')",
            [LONGEST, "_(before|copy)_[0-9]{8}t[0-9]{6,12}$"],
        )
        return [DatabaseAside(*row) for row in cursor.fetchall()]


def drop(name: str) -> None:
    """Erase a database that is not the live one."""
    with _elsewhere() as link:
        _end_sessions(link, name)
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def lost_settings(aside: str) -> list[str]:
    """Return what was set for the database that is kept, and for no other: nobody copies it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT split_part(unnest(setconfig), '=', 1) FROM pg_db_role_setting AS own"
            " JOIN pg_database AS old ON old.oid = own.setdatabase WHERE old.datname = %s"
            " UNION SELECT 'GRANT … ON DATABASE' FROM pg_database"
            " WHERE datname = %s AND datacl IS NOT NULL ORDER BY 1",
            [aside, aside],
        )
        return [name for (name,) in cursor.fetchall()]


def _leave() -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


@contextlib.contextmanager
def _elsewhere() -> Iterator[psycopg.Connection[Any]]:
    """Give a session in another database of the server."""
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours, None)
    link = _first_open(parameters)
    try:
        yield link
    except psycopg.Error as error:
        raise BackupError(f"PostgreSQL says: {str(error).strip()}") from error
    finally:
        link.close()


def _first_open(parameters: dict[str, Any]) -> psycopg.Connection[Any]:
    errors = []
    for name in MAINTENANCE:
        try:
            return psycopg.connect(**parameters | {"dbname": name}, autocommit=True)
        except psycopg.OperationalError as error:
            errors.append(str(error).strip())
    raise BackupError(
        "A database is renamed from within another one, and neither postgres nor template1 lets"
        f" us in: {errors[0]}"
    )


def _rename(link: psycopg.Connection[Any], name: str, other: str) -> None:
    link.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(name), sql.Identifier(other)
        )
    )


def _end_sessions(link: psycopg.Connection[Any], *names: str) -> None:
    """End the sessions that we may end: those of our own role and of what it may act as."""
    link.execute(
        f"SELECT pg_terminate_backend(pid) {SESSIONS} AND {OURS}",
        [list(names)],
    )


def _who_stays(link: psycopg.Connection[Any], name: str) -> str:
    """Say whose sessions stand in the way, for we may not end them; '' where there are none."""
    rows = link.execute(
        f"SELECT DISTINCT usename, application_name {SESSIONS} AND NOT ({OURS})",
        [[name]],
    ).fetchall()
    return ", ".join(f"{user} ({program or 'unnamed'})" for user, program in rows)
