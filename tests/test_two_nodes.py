"""Two nodes that start at once on one empty database both live, each in its role."""

import subprocess
import sys

import pytest

from bench.site import Embedded
from guichet.kernel.running.supervisor import answers
from guichet.kernel.server.postgres import NAME, Server
from tests import clusters
from tests.patience import PATIENCE
from tests.sites import Site
from tests.test_run import emptied_folder

pytestmark = pytest.mark.slow


def test_two_nodes_make_the_tables_of_an_empty_database_at_once() -> None:
    with Site() as site:
        site.database.start()
        commands = [[sys.executable, "-m", "guichet", "migrate", "--tables-only"]] * 2
        nodes = [
            subprocess.Popen(
                command,
                env=site.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for command in commands
        ]
        outputs = [node.communicate(timeout=PATIENCE)[0] for node in nodes]
        assert [node.returncode for node in nodes] == [0, 0], outputs
        assert "Another node prepares the database; waiting for it." in "".join(outputs)

        assert isinstance(site.database, Embedded)
        schema = clusters.schema_of(site.database.server, NAME)
        assert schema == tables_of_tests(), "tests have other tables than the migrations make"
        assert len(schema) > 5000
        site.bring_files()
        run_apart(site)


def tables_of_tests() -> list[str]:
    """Return what the databases of all tests begin with, which is made in a quicker way."""
    with emptied_folder() as folder:
        assert clusters.copy_into(folder)
        server = Server(folder, durable=False)
        server.start()
        try:
            return clusters.schema_of(server, clusters.TABLES)
        finally:
            server.stop()


def run_apart(site: Site) -> None:
    """Serve with a node that has no worker, and work with one that has no web server."""
    assert isinstance(site.database, Embedded)
    with site.connect() as link:
        names = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE %s"

        def processes(name: str) -> int:
            row = link.execute(names, [f"guichet-{name} %"]).fetchone()
            assert row
            return int(row[0])

        run = [sys.executable, "-m", "guichet", "run", "--no-prepare"]
        worker = site.start("worker-node", [*run, "--worker-only"])
        site.wait_until(lambda: processes("worker") > 0, "the worker")
        assert not answers(f"{site.url}/health/live")
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
        del site.processes["worker-node"]

        web = site.start("web-node", [*run, "--web-only"], DRAIN_SECONDS="3")
        site.wait_until(lambda: answers(f"{site.url}/health/ready"), "the web server")
        assert processes("worker") == 0
        assert processes("command") == 0  # who only watches needs no connection
        web.terminate()
        site.wait_until(lambda: not answers(f"{site.url}/health/ready"), "no more people")
        assert answers(f"{site.url}/en/")
        assert answers(f"{site.url}/health/live")
        assert web.wait(PATIENCE) == 0
        assert list(site.folder.glob("draining.*")) == []
        del site.processes["web-node"]
