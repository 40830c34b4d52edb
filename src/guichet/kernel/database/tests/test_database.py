"""Everything an address says reaches libpq, for the site and for PostgreSQL's programs alike."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from guichet.kernel.database import connection as database
from guichet.kernel.server.programs import find_programs

SHOW = """
import json
from guichet.settings import DATABASES
facts = DATABASES["default"]
facts["OPTIONS"].pop("pool")
print(json.dumps(facts))
"""


def test_it_reads_every_part_of_an_address() -> None:
    url = "postgresql://ada:p%40ss@a:5501,b:5502/guichet?sslmode=verify-full&sslrootcert=system"
    assert database.parameters(f"{url}&target_session_attrs=read-write&keepalives_idle=9") == {
        "user": "ada",
        "password": "p@ss",
        "host": "a,b",
        "port": "5501,5502",
        "dbname": "guichet",
        "sslmode": "verify-full",
        "sslrootcert": "system",
        "target_session_attrs": "read-write",
        "keepalives_idle": "9",
    }


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://a/b", "must look like postgresql://user:password@host:5432/name."),
        ("postgresql://ada@host", "names no database"),
        ("postgresql://a/b?sslmod=require", "'sslmod' that PostgreSQL does not know; sslmode may"),
        ("postgresql://a/b?colour=red", "'colour' that PostgreSQL does not know."),
        ("postgresql://a/b?sslmode=verified", "sets sslmode=verified; it takes disable, allow"),
        ("postgresql://a/b?target_session_attrs=standby", "sets target_session_attrs=standby"),
        ("postgresql://a/b?connect_timeout=soon", "sets connect_timeout=soon; it takes a whole"),
        ("postgresql://a/b?sslrootcert=/nowhere/ca.pem", "and there is no such file."),
        ("postgresql://a/b?sslpassword=x", "may not set sslpassword."),
        ("postgresql://a:many/b", "names the port 'many'; it takes a number from 1 to 65535."),
        ("postgresql://h/b?host=a,b,c&port=1,2", "names 3 hosts and 2 ports"),
        ("postgresql://ada:se cret@host/b", "cannot be read."),
    ],
)
def test_it_says_in_one_sentence_what_cannot_be_right(url: str, sentence: str) -> None:
    with pytest.raises(database.AddressError) as refusal:
        database.parameters(url)
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith("DATABASE_URL ")
    assert "cret" not in str(refusal.value)


def start_with(url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_site_takes_two_hosts_and_its_demand_for_tls(tmp_path: Path) -> None:
    url = "postgresql://ada:x@a:5501,b:5502/g?sslmode=verify-full&target_session_attrs=read-write"
    start = start_with(url, tmp_path)
    assert start.returncode == 0, start.stderr
    for part in (
        '"HOST": "a,b"',
        '"PORT": "5501,5502"',
        '"sslmode": "verify-full"',
        '"read-write"',
    ):
        assert part in start.stdout


@pytest.mark.slow
def test_the_start_stops_at_a_parameter_that_nobody_would_read(tmp_path: Path) -> None:
    start = start_with("postgresql://ada:x@a/g?sslmod=verify-full", tmp_path)
    assert start.returncode == 1
    assert "sslmode may be meant" in start.stderr
    assert start.stderr.count("\n") == 1


@pytest.fixture
def without_tls() -> Iterator[int]:
    """A server that offers no TLS: it answers N to whoever demands it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            while True:
                try:
                    visitor, _ = listener.accept()
                except OSError:
                    return
                with visitor:
                    visitor.recv(8)
                    visitor.sendall(b"N")
                    visitor.recv(1)

        Thread(target=answer, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def test_neither_the_site_nor_a_backup_goes_on_without_the_tls_it_was_told_to_use(
    without_tls: int,
) -> None:
    url = f"postgresql://ada:hidden@127.0.0.1:{without_tls}/g?sslmode=require&keepalives_idle=9"
    parts = database.parameters(url)
    with pytest.raises(psycopg.OperationalError, match="does not support SSL"):
        psycopg.connect(**parts)

    address = database.for_programs(parts)
    dump = subprocess.run(
        [find_programs() / "pg_dump", address.argument],
        env={"PATH": os.defpath, **address.environment},
        capture_output=True,
        text=True,
    )
    assert dump.returncode == 1
    assert "SSL" in dump.stderr  # refused by the server, or by programs built without TLS
    assert "keepalives_idle=9" in address.argument
    assert "hidden" not in address.argument


@pytest.mark.django_db
def test_a_second_host_serves_where_the_first_one_is_gone() -> None:
    test_database = connection.settings_dict
    host = quote(str(test_database["HOST"]), safe="")
    name, user = test_database["NAME"], test_database["USER"]
    parts = database.parameters(f"postgresql://{user}@%2Fnowhere,{host}/{name}")
    with psycopg.connect(**parts) as link:
        assert link.execute("SELECT current_database()").fetchone() == (name,)

    address = database.for_programs(parts)
    answer = subprocess.run(
        [find_programs() / "psql", address.argument, "-Atc", "SELECT current_database()"],
        env={"PATH": os.defpath, **address.environment},
        capture_output=True,
        text=True,
    )
    assert answer.stdout.strip() == name, answer.stderr


def test_programs_read_what_the_site_reads() -> None:
    address = database.for_programs(connection.get_connection_params())
    assert address.environment["PGHOST"] == settings.DATABASES["default"]["HOST"]
    assert address.environment["PGDATABASE"] == connection.settings_dict["NAME"]
