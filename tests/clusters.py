"""The cluster that every database of a run begins with: its tables are made once, and then copied.

To make them costs some seconds of processor time; to copy the folder of a server that is stopped, a
tenth of one. As a program it makes them, while the workers of a run still collect their tests; the
next run finds them on a shelf.
"""

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from guichet.kernel.server.postgres import NAME, Server
from guichet.kernel.server.programs import Account, ending_with_parent, reachable_programs
from tests import shelf
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
TABLES = "tables"  # the database that has them, beside the empty one of each server


def begin() -> None:
    """Let another process make the tables; it ends with this one at the latest."""
    maker = subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        preexec_fn=ending_with_parent(signal.SIGTERM),
    )

    def end() -> None:
        maker.terminate()
        maker.wait(PATIENCE)

    atexit.register(end)


def copy_into(folder: Path) -> bool:
    """Give a folder a cluster with the tables; False where a cluster cannot lie beside the rest."""
    place = _made()
    if (place / "postgres.path").exists():
        return False
    subprocess.run(["cp", "-a", place / "postgres", folder], check=True)
    return True


def use_tables(server: Server) -> None:
    """Let a server with a copied cluster be of a site: its own database has the tables."""
    server.start()
    execute(server, f"DROP DATABASE {NAME}", f"ALTER DATABASE {TABLES} RENAME TO {NAME}")


def schema_of(server: Server, database: str) -> list[str]:
    """Return all that a database has but rows, as it is dumped: tables, functions, triggers.

    What the server itself counts with is left out; only the database of a site has it.
    """
    program = reachable_programs(Account()) / "pg_dump"
    place = ["--host", str(server.socket_dir), "--username", "postgres"]
    dump = subprocess.run(
        [
            program,
            *place,
            "--schema-only",
            "--no-owner",
            "--exclude-extension=pg_stat_statements",
            database,
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return [line for line in dump.stdout.splitlines() if not line.startswith("\\")]


def _made() -> Path:
    """Return the folder of the cluster; whoever comes first makes it, and the others wait."""
    shared = Path(os.environ["TESTS_SHARED"])
    place, fresh = shared / "cluster", shared / "cluster.new"
    with (shared / "cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            shutil.rmtree(fresh, ignore_errors=True)  # of one that was stopped
            fresh.mkdir(mode=0o711)
            if not shelf.take(fresh):
                _make(fresh)
            fresh.rename(place)
    return place


def _make(folder: Path) -> None:
    server, note = Server(folder, durable=False), folder / "opened.txt"
    server.start()
    try:
        execute(
            server,
            f"CREATE DATABASE {TABLES} OWNER {NAME}",
            f"GRANT SET ON PARAMETER session_replication_role TO {NAME}",
        )
        subprocess.run(
            [
                *(sys.executable, "-c", shelf.READING, note),
                *("migrate", "--tables-only", "--skip-checks", "-v0"),
            ],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "DATA_DIR": str(folder),
                "DATABASE_URL": server.url.removesuffix(NAME) + TABLES,
            },
            timeout=PATIENCE,
            check=True,
        )
    finally:
        server.stop()
    if not (folder / "postgres.path").exists():
        shelf.put(folder, note.read_text("utf-8").splitlines())


def execute(server: Server, *statements: str) -> None:
    """Carry out statements as the account that may do everything, each by itself."""
    with psycopg.connect(
        host=str(server.socket_dir), user="postgres", dbname="postgres", autocommit=True
    ) as link:
        for statement in statements:
            link.execute(statement)


if __name__ == "__main__":
    _made()
