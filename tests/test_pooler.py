"""The site behind PgBouncer, which gives each transaction another session of the database."""

import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from bench.browser import Browser
from bench.people import person
from bench.site import Embedded, free_port
from guichet.kernel.server.programs import Account
from tests.patience import PATIENCE
from tests.sites import WORLD, Site, free_slots

PGBOUNCER = Path("/usr/sbin/pgbouncer")
CLIENTS, CALLS, SESSIONS = 8, 25, 3
CONFIGURATION = """
[databases]
guichet = host={socket} dbname=guichet user=guichet connect_query='SET statement_timeout = 5000'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {sessions}
"""

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _needs_a_pooler() -> None:
    if not PGBOUNCER.exists():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("PgBouncer is not installed (Debian: apt install pgbouncer).")


@contextmanager
def pooler(site: Site, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a pooler of our own before the site's database, as the account of its server."""
    assert isinstance(site.database, Embedded)
    configuration = site.folder / "pgbouncer.ini"
    socket = site.database.server.socket_dir
    configuration.write_text(CONFIGURATION.format(socket=socket, port=port, sessions=SESSIONS))
    configuration.chmod(0o644)
    with (site.folder / "pgbouncer.log").open("wb") as log:
        process = subprocess.Popen(
            [PGBOUNCER, configuration], stdout=log, stderr=log, **Account().arguments
        )
    try:
        address = f"postgresql://guichet@127.0.0.1:{port}/guichet"
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(address, connect_timeout=2).close()
            except psycopg.OperationalError:
                assert process.poll() is None and time.monotonic() < deadline, site.messages()
                time.sleep(0.1)
            else:
                break
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_the_site_works_behind_a_pooler_and_everything_else_goes_round_it() -> None:
    port = free_port()
    through = f"postgresql://guichet@127.0.0.1:{port}/guichet"
    with Site(settings={"DATABASE_POOLER": "transaction", "DATABASE_URL": through}) as site:
        site.settings["DATABASE_DIRECT_URL"] = site.database.url
        site.prepare(world=WORLD)
        site.command("migrate", "--tables-only")  # no pooler runs yet: it goes round it
        slots = free_slots(site)
        with pooler(site, port):
            site.serve()
            statuses = crowd(site, slots)
            with site.connect() as link:
                row = link.execute(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE datname = 'guichet' AND pid <> pg_backend_pid()"
                ).fetchone()
        assert statuses == {200: CLIENTS * CALLS, 201: CLIENTS * CALLS}, site.messages()
        # One goes round it: on it a machine hears of web notices, whoever serves there.
        assert row and row[0] <= SESSIONS + 1

        site.command("backup", str(site.folder / "copy.dump"))
        assert site.command("check-invariants").returncode == 0


def crowd(site: Site, slots: list[int]) -> Counter[int]:
    """Let several clients look and book at once, each over a connection of its own."""

    def book(client: int) -> Counter[int]:
        statuses = Counter[int]()
        with Browser(site.url, timeout=30) as browser:
            for turn in range(CALLS):
                slot = slots[(client * CALLS + turn) // 3]
                facts = {"slot": str(slot), **person(client, turn), "language": "en"}
                statuses[browser.post_json("/api/v1/appointments", facts).status] += 1
                statuses[browser.get("/health/ready").status] += 1
        return statuses

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(book, range(CLIENTS)), Counter[int]())
