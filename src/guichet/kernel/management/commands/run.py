"""./guichet run: everything from an empty folder to a site that answers."""

import signal
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet import production
from guichet.environment import env, stop
from guichet.kernel.record import seals_file
from guichet.kernel.running import addresses, preparation, served, watching
from guichet.kernel.running.supervisor import check_port
from guichet.kernel.server.postgres import Server
from guichet.kernel.server.programs import ServerError
from guichet.kernel.tracing import switch

LIMITS_ARE_OFF = (
    "WARNING: RATE_LIMITS=off lifts the limits per network. Use it for load tests only."
)

NOT_SENT = "Mail and text messages are not sent: each is a file in {}."

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
        served.note_first(settings.DATA_DIR, settings.AGENCY_DIR)
        server = None if settings.DATABASE_URL else Server(settings.DATA_DIR)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            if server:
                server.start()
            self.prepare(database=not no_prepare, web=not worker_only)
            if not worker_only:
                addresses.note()
            plan = self.plan(server, web=not worker_only, worker=not web_only)
            watching.become(plan)
        except (ServerError, CommandError) as error:
            stop(str(error))
        except KeyboardInterrupt:
            self.stderr.write("Stopped before the site was ready.")
        finally:
            if server:
                server.stop()

    def warn(self) -> None:
        """Say what works, and is not as it should be."""
        if not settings.RATE_LIMITS:
            self.stderr.write(LIMITS_ARE_OFF)
        if not settings.CLAMD and settings.TAKES_PAPERS:
            self.stderr.write(PAPERS_ARE_OFF)
        if settings.EMAIL_URL.startswith("file:"):
            self.stderr.write(NOT_SENT.format(Path(settings.EMAIL_URL.partition("://")[2]).parent))
        if settings.TRACES_RECEIVER and not settings.TRACES:
            self.stderr.write(f"WARNING: {switch.MISSING}")
        for _, sentence in production.warnings(settings.START):
            self.stderr.write(f"WARNING: {sentence}")
        if settings.AUDIT_SEAL_FILE:
            path = Path(settings.AUDIT_SEAL_FILE)
            if sentence := seals_file.obstacle(path):
                self.stderr.write(f"WARNING: {sentence} The record is not sealed.")

    def prepare(self, *, database: bool, web: bool) -> None:
        """Bring the database and the files of this node up to date; safe to run twice."""
        if database:
            preparation.prepare_database(self.stderr.write)
        else:
            preparation.wait_for_tables(self.stderr.write)
        preparation.check_database(self.stderr.write)
        preparation.prepare_files(for_web=web)
        preparation.leave_database()

    def plan(self, server: Server | None, *, web: bool, worker: bool) -> watching.Plan:
        """Return what this node starts and watches over."""
        return watching.Plan(
            data_dir=str(settings.DATA_DIR),
            has_server=server is not None,
            users=server.users if server else None,
            web=web,
            worker=worker and "worker" in get_commands(),
            bind=settings.BIND,
            port=settings.PORT,
            workers=settings.WORKERS,
            drain_seconds=settings.DRAIN_SECONDS,
            agency=str(settings.AGENCY_DIR),
            folder=str(settings.AGENCY_DIR) if self.is_worked_at() else "",
            again=tuple(sys.argv[1:]),
        )

    def is_worked_at(self) -> bool:
        """Tell whether somebody may be changing the agency's folder, to see what comes of it."""
        return bool(env("AGENCY_DIR")) and settings.LOOPBACK and not settings.PRODUCTION
