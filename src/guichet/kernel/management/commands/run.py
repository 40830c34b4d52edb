"""./guichet run: everything from an empty folder to a site that answers."""

import signal
import sys

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet import production
from guichet.environment import stop
from guichet.kernel import draining, preparation
from guichet.kernel.meters import figures
from guichet.kernel.postgres import Server
from guichet.kernel.programs import ServerError
from guichet.kernel.supervisor import Supervisor, check_port, web_command

LIMITS_ARE_OFF = (
    "WARNING: RATE_LIMITS=off lifts the limits per network. Use it for load tests only."
)

PAPERS_ARE_OFF = (
    "Papers are off: without a virus scanner nobody can hand in a file, only an explanation. "
    "Install clamav-daemon and set CLAMD=unix:/var/run/clamav/clamd.ctl (docs/operations.md)."
)


class Command(BaseCommand):
    help = "Set everything up and serve the site; Ctrl-C stops it and keeps the data."

    def add_arguments(self, parser: CommandParser) -> None:
        role = parser.add_mutually_exclusive_group()
        role.add_argument("--web-only", action="store_true", help="Start no worker here.")
        role.add_argument("--worker-only", action="store_true", help="Start no web server here.")
        parser.add_argument(
            "--no-prepare",
            action="store_true",
            help="Leave the database as it is, and wait for ./guichet migrate where it must.",
        )

    def handle(
        self, *, web_only: bool, worker_only: bool, no_prepare: bool, **options: object
    ) -> None:
        if not worker_only:
            check_port(settings.BIND, settings.PORT)
        self.warn()
        server = None if settings.DATABASE_URL else Server(settings.DATA_DIR)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        supervisor = Supervisor(server=server, say=self.stderr.write)
        try:
            if server:
                server.start()
            self.prepare(database=not no_prepare, web=not worker_only)

            supervisor.listen_for_the_end()
            draining.announce(settings.DATA_DIR)
            figures.announce(settings.DATA_DIR)
            if not worker_only:
                self.start_web_server(supervisor)
            if not web_only:
                self.start_worker(supervisor)
            self.watch(supervisor, web=not worker_only)
        except (ServerError, CommandError) as error:
            stop(str(error))
        except KeyboardInterrupt:
            self.stderr.write("Stopped before the site was ready.")
        finally:
            supervisor.stop_all()

    def warn(self) -> None:
        """Say what works, and is not as it should be."""
        if not settings.RATE_LIMITS:
            self.stderr.write(LIMITS_ARE_OFF)
        if not settings.CLAMD:
            self.stderr.write(PAPERS_ARE_OFF)
        for _, sentence in production.warnings(settings.START):
            self.stderr.write(f"WARNING: {sentence}")

    def prepare(self, *, database: bool, web: bool) -> None:
        """Bring the database and the files of this node up to date; safe to run twice."""
        if database:
            preparation.prepare_database(self.stderr.write)
        else:
            preparation.wait_for_tables(self.stderr.write)
        preparation.check_database(self.stderr.write)
        preparation.prepare_files(for_web=web)
        preparation.leave_database()

    def start_web_server(self, supervisor: Supervisor) -> None:
        command = web_command(host=settings.BIND, port=settings.PORT, workers=settings.WORKERS)
        supervisor.add("web server", command, restarts=False)

    def start_worker(self, supervisor: Supervisor) -> None:
        if "worker" in get_commands():
            command = [sys.executable, "-m", "guichet", "worker"]
            supervisor.add("worker", command, restarts=True)

    def watch(self, supervisor: Supervisor, *, web: bool) -> None:
        """Say when it serves, and watch over it until it is told to stop."""
        host = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
        if settings.BIND in {"0.0.0.0", "::"}:  # noqa: S104  compared, not bound
            host = "127.0.0.1"
        if not web:
            self.stdout.write("The worker of Guichet runs.")
        elif supervisor.wait_for(f"http://{host}:{settings.PORT}/health/live"):
            self.stdout.write(f"Guichet is ready at http://127.0.0.1:{settings.PORT}/")
        self.stdout.flush()
        supervisor.watch()
        if web:
            supervisor.drain(settings.DRAIN_SECONDS)
