"""The drill of a recovery to any minute: .venv/bin/python deploy/drill_recovery.py

It starts a PostgreSQL of its own in a temporary folder, books, copies with pgBackRest, books on,
makes a mistake that a backup of the night would not help with, goes back to the second before it,
and ends with check-invariants. It touches nothing else on the machine, and needs no privilege:
where root runs it, an unprivileged account does the work. docs/recovery.md has the same steps.
"""

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from guichet.kernel.server.programs import Account  # noqa: E402  its place is only known now

PROGRAMS = Path(os.environ.get("POSTGRES_BIN") or "/usr/lib/postgresql/15/bin")
STANZA = "--stanza=guichet"
PORT = "5432"  # of the socket in the folder; on no network
PATIENCE = 60.0  # seconds

POSTGRESQL_CONF = """
listen_addresses = ''
unix_socket_directories = '{folder}'
wal_level = replica
archive_mode = on
archive_command = 'pgbackrest --config={folder}/pgbackrest.conf --stanza=guichet archive-push %p'
archive_timeout = 60
"""
PGBACKREST_CONF = """
[global]
repo1-path={folder}/repo
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass={password}
repo1-retention-full=2
start-fast=y
log-path={folder}
log-level-console=warn
log-level-file=off
lock-path={folder}

[guichet]
pg1-path={folder}/data
pg1-socket-path={folder}
pg1-port={port}
pg1-user=postgres
"""
BOOK = """
from datetime import timedelta
from guichet.booking.testing import make_booked, make_open_slot
from guichet.kernel import clock
now = clock.now()
slot = make_open_slot(capacity=20, starts_at=now + timedelta(days={days}), opens_at=now)
for number in range(20):
    make_booked(slot, number={days} * 1000 + number, now=now)
"""
BOOKED = "SELECT count(*) FROM booking_appointment WHERE state = 'booked'"


class Drill:
    """A server, its archive and the site on it, all in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.account = Account()
        self.url = f"postgresql://guichet@/guichet?host={folder}&port={PORT}"

    def run(self, *words: str | Path) -> None:
        """Run a program of PostgreSQL or pgBackRest as the account of the server."""
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        process = subprocess.run(
            words, env=environment, capture_output=True, text=True, **self.account.arguments
        )
        if process.returncode:
            sys.exit(f"{Path(words[0]).name} failed:\n{process.stdout}{process.stderr}")

    def pgbackrest(self, *words: str) -> None:
        self.run("pgbackrest", f"--config={self.folder}/pgbackrest.conf", STANZA, *words)

    def guichet(self, *words: str) -> str:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "DATA_DIR": str(self.folder / "site"),
            "DATABASE_URL": self.url,
        }
        command = [sys.executable, "-m", "guichet", *words]
        process = subprocess.run(command, env=environment, capture_output=True, text=True)
        if process.returncode:
            sys.exit(f"./guichet {words[0]} failed:\n{process.stdout}{process.stderr}")
        return process.stdout.strip()

    def create(self) -> None:
        """Make the cluster, the archive, and the database of the site."""
        data = self.folder / "data"
        self.run(PROGRAMS / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8")
        with (data / "postgresql.conf").open("a") as file:
            file.write(POSTGRESQL_CONF.format(folder=self.folder))
        conf = self.folder / "pgbackrest.conf"
        password = secrets.token_urlsafe(48)
        text = PGBACKREST_CONF.format(folder=self.folder, password=password, port=PORT)
        conf.write_text(text)
        os.chown(conf, self.account.uid, self.account.gid)
        conf.chmod(0o600)
        self.start()
        self.pgbackrest("stanza-create")
        with psycopg.connect(self.of("postgres", "postgres"), autocommit=True) as link:
            link.execute("CREATE ROLE guichet LOGIN CREATEDB")
            link.execute("CREATE DATABASE guichet OWNER guichet")

    def start(self) -> None:
        """Start the server; return when it takes writes, after a recovery that may go before."""
        data, log = self.folder / "data", self.folder / "postgres.log"
        self.run(PROGRAMS / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "start")
        deadline = time.monotonic() + PATIENCE
        while self.asks("SELECT pg_is_in_recovery()", "postgres"):
            if time.monotonic() > deadline:
                sys.exit(f"The recovery does not end; see {log}.")
            time.sleep(0.1)

    def stop(self) -> None:
        self.run(PROGRAMS / "pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "stop")

    def of(self, user: str, database: str) -> str:
        return f"host={self.folder} port={PORT} user={user} dbname={database}"

    def asks(self, query: str, database: str = "guichet") -> object:
        with psycopg.connect(self.of("postgres", database), autocommit=True) as link:
            row = link.execute(query).fetchone()
        return row[0] if row else None


@contextlib.contextmanager
def drill() -> Iterator[Drill]:
    """Give a folder that the account of the server may use, and take everything away again."""
    folder = Path(tempfile.mkdtemp(prefix="guichet-drill-"))
    the_drill = Drill(folder)
    os.chown(folder, the_drill.account.uid, the_drill.account.gid)
    try:
        yield the_drill
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            the_drill.stop()
        shutil.rmtree(folder)


def main() -> None:
    """Walk through the drill, and say of each step what it did and how long it took."""
    for program in (PROGRAMS / "postgres", Path(shutil.which("pgbackrest") or "pgbackrest")):
        if not program.is_file():
            sys.exit(f"{program} is missing (Debian: apt install postgresql-15 pgbackrest).")
    with drill() as the_drill:
        the_drill.create()
        the_drill.guichet("migrate", "--tables-only", "--verbosity=0")
        moment, booked = book_and_copy(the_drill)
        make_a_mistake(the_drill)
        go_back(the_drill, moment)
        if the_drill.asks(BOOKED) != booked:
            sys.exit(f"{the_drill.asks(BOOKED)} of {booked} appointments came back.")
        say(f"{booked} appointments are booked. {the_drill.guichet('check-invariants')}")


def book_and_copy(the_drill: Drill) -> tuple[object, object]:
    """Book before and after a base backup; return the last good moment, and what was booked."""
    the_drill.guichet("shell", "--verbosity=0", "--command", BOOK.format(days=7))
    say(f"{the_drill.asks(BOOKED)} appointments are booked.")
    began = time.monotonic()
    the_drill.pgbackrest("--type=full", "backup")
    say(f"A base backup, enciphered: {time.monotonic() - began:.1f} s.")
    time.sleep(2)  # pgBackRest counts whole seconds, and goes back to none in which a backup ended
    the_drill.guichet("shell", "--verbosity=0", "--command", BOOK.format(days=8))
    booked, moment = the_drill.asks(BOOKED), the_drill.asks("SELECT now()::text")
    say(f"{booked} appointments at {moment}; the later ones are in the archived log alone.")
    time.sleep(1)
    return moment, booked


def make_a_mistake(the_drill: Drill) -> None:
    the_drill.asks(
        "WITH gone AS (DELETE FROM booking_appointment RETURNING 1) SELECT count(*) FROM gone"
    )
    the_drill.asks("SELECT pg_switch_wal()::text")
    say(f"The mistake: {the_drill.asks(BOOKED)} appointments are left.")


def go_back(the_drill: Drill, moment: object) -> None:
    """Have the server as it was at a moment; what came later is not applied."""
    began = time.monotonic()
    the_drill.stop()
    target = ("--type=time", f"--target={moment}", "--target-action=promote")
    the_drill.pgbackrest("--delta", *target, "restore")
    the_drill.start()
    say(f"Back at {moment}: {time.monotonic() - began:.1f} s until it takes writes again.")


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
