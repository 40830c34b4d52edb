"""Copies of the whole database in one file, made while people book, put back in one transaction.

The file holds what clients told us and must be kept as safe as the database. It holds no secret:
without the keys of DATA_DIR/secrets (or of the environment) no PIN can be derived from it.
"""

import contextlib
import os
import subprocess
from datetime import datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE

from django.db import connection

from guichet.kernel import database
from guichet.kernel.programs import find_programs

EMPTY = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


class BackupError(Exception):
    """A copy cannot be made or put back; the message is a sentence a person can act on."""


def default_path(folder: Path, *, now: datetime) -> Path:
    """Return where a backup goes when nobody says where.

    >>> from datetime import UTC
    >>> str(default_path(Path("var"), now=datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)))
    'var/backups/guichet-20260301T020304Z.dump'
    """
    return folder / "backups" / f"guichet-{now:%Y%m%dT%H%M%SZ}.dump"


def make(path: Path) -> None:
    """Write a copy of the database as it is at this instant; readers and writers are not held up.

    The file gets its name last, so that a copy cut short is never taken for a whole one. Bans
    and tokens of networks are in unlogged tables: their rows stay behind, and are not missed.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(path.name + ".part")
    unfinished.touch(mode=0o600)
    options = ["--format=custom", "--no-owner", "--no-acl", "--no-unlogged-table-data"]
    _run("pg_dump", *options, f"--file={unfinished}")
    _run("pg_restore", "--list", str(unfinished))
    unfinished.replace(path)


def has_records() -> bool:
    """Tell whether the database holds what a restore would erase: any table that is not empty."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if "kernel_auditentry" not in names:
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM kernel_auditentry)")
        row = cursor.fetchone()
    return bool(row and row[0])


def put_back(path: Path) -> None:
    """Replace the whole database by a copy, or leave it as it was when anything fails."""
    connection.close()  # our own connection would hold the tables that go
    read = _start("pg_restore", "--no-owner", "--no-acl", "--file=-", str(path), stdin=DEVNULL)
    write = _start(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        stdin=PIPE,
    )
    assert read.stdout
    assert write.stdin
    with contextlib.suppress(BrokenPipeError):  # psql stopped, and will say why
        write.stdin.write(EMPTY)
        # Whether a copy creates the schema itself depends on who owned it.
        write.stdin.writelines(line for line in read.stdout if line != b"CREATE SCHEMA public;\n")
    try:
        _finish("pg_restore", read)
    except BackupError:
        write.kill()  # before the end of its input: so nothing is committed
        raise
    finally:
        with contextlib.suppress(BrokenPipeError):
            write.stdin.close()
        write.stdin = None
    _finish("psql", write)
    _end_connections()


def _end_connections() -> None:
    """End every connection, ours too: what they have prepared names tables and types now gone.

    A site that runs meanwhile finds its connections dead and opens new ones.
    """
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _start(program: str, *arguments: str, stdin: int) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL on our database; its password stays off the command line."""
    address = database.for_programs(connection.get_connection_params())
    connects = [address.argument] if program in {"pg_dump", "psql"} else []
    return subprocess.Popen(
        [find_programs() / program, *connects, *arguments],
        stdin=stdin,
        stdout=PIPE,
        stderr=PIPE,
        env={"PATH": os.defpath, "LC_ALL": "C", **address.environment},
    )


def _finish(program: str, process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate()
    if process.returncode:
        raise BackupError(f"{program} failed: {errors.decode(errors='replace').strip()}")


def _run(program: str, *arguments: str) -> None:
    _finish(program, _start(program, *arguments, stdin=DEVNULL))
