"""./guichet run: everything from an empty folder to a site that answers."""

import signal
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from guichet.environment import stop
from guichet.kernel.postgres import Server
from guichet.kernel.programs import ServerError
from guichet.kernel.supervisor import Supervisor, check_port, stamp_of, web_command

LIMITS_ARE_OFF = (
    "WARNING: RATE_LIMITS=off lifts the limits per network. Use it for load tests only."
)

PAPERS_ARE_OFF = (
    "Papers are off: without a virus scanner nobody can hand in a file, only an explanation. "
    "Install clamav-daemon and set CLAMD=unix:/var/run/clamav/clamd.ctl (docs/operations.md)."
)


class Command(BaseCommand):
    help = "Set everything up and serve the site; Ctrl-C stops it and keeps the data."

    def handle(self, **options: object) -> None:
        check_port(settings.BIND, settings.PORT)
        if not settings.RATE_LIMITS:
            self.stderr.write(LIMITS_ARE_OFF)
        if not settings.CLAMD:
            self.stderr.write(PAPERS_ARE_OFF)
        server = None if settings.DATABASE_URL else Server(settings.DATA_DIR)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        supervisor = Supervisor(server=server, say=self.stderr.write)
        try:
            if server:
                server.start()
            self.prepare()

            supervisor.listen_for_the_end()
            self.serve(supervisor)
        except ServerError as error:
            stop(str(error))
        except KeyboardInterrupt:
            self.stderr.write("Stopped before the site was ready.")
        finally:
            supervisor.stop_all()

    def prepare(self) -> None:
        """Bring tables, words, files and reference data up to date; safe to run twice."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("compile_sentences", pages=True)
        self.collect_static_files()
        self.import_reference_data()
        self.call_if_there("release_slots")
        if settings.LOOPBACK and not settings.PRODUCTION:
            self.call_if_there("demo_staff")
        if settings.CLAMD:
            self.call_if_there("check_workshop")

    def import_reference_data(self) -> None:
        """Import the offices and their words, when there are none or the content has changed."""
        note, stamp = settings.DATA_DIR / "content.stamp", stamp_of([settings.CONTENT_DIR])
        known = note.exists() and note.read_text() == stamp
        if not (known and apps.get_model("offices", "Office").objects.exists()):
            self.call_if_there("import_reference")
            note.write_text(stamp)

    def call_if_there(self, name: str) -> None:
        if name in get_commands():
            call_command(name)

    def collect_static_files(self) -> None:
        """Compress and name the static files anew, when one of them has changed."""
        folders = [
            Path(storage.location)
            for finder in get_finders()
            for storage in getattr(finder, "storages", {}).values()
        ]
        note, stamp = settings.DATA_DIR / "static.stamp", stamp_of(folders)
        if note.exists() and note.read_text() == stamp:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        note.write_text(stamp)

    def serve(self, supervisor: Supervisor) -> None:
        supervisor.add(
            "web server",
            web_command(host=settings.BIND, port=settings.PORT, workers=settings.WORKERS),
            restarts=False,
        )
        if "worker" in get_commands():
            command = [sys.executable, "-m", "guichet", "worker"]
            supervisor.add("worker", command, restarts=True)
        host = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
        if settings.BIND in {"0.0.0.0", "::"}:  # noqa: S104  compared, not bound
            host = "127.0.0.1"
        if supervisor.wait_for(f"http://{host}:{settings.PORT}/health/live"):
            self.stdout.write(f"Guichet is ready at http://127.0.0.1:{settings.PORT}/")
            self.stdout.flush()
            supervisor.watch()
