"""Whole sites of tests: each has a database, a web server and a folder of its own.

What every start makes anew and in the same way (tables, compiled words and pages, named files) is
made once in a run; each site begins with a copy of it, and the small ones with a copy of that with
an office. `test_run` alone begins with nothing.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench import site as bench
from guichet.kernel.running import testing
from guichet.kernel.running.supervisor import answers, web_command
from tests import clusters, compiled

SHARED = Path(os.environ["TESTS_SHARED"])  # a folder of all workers of a run
FILES = "from guichet.kernel.running.preparation import prepare_files; prepare_files(for_web=True)"
RUN = [sys.executable, "-m", "guichet", "run", "--no-prepare"]
# An office that is open every day, and all its slots; the public has three places of four.
WORLD = """
from datetime import time, timedelta
from guichet.booking.schedule.release import release_slots
from guichet.kernel import clock
from guichet.offices.models import OpeningHours
from guichet.offices.testing import make_office, make_service
office, service, now = make_office(), make_service(), clock.now()
for weekday in range(1, 8):
    OpeningHours.objects.create(
        office=office, service=service, weekday=weekday, desks=4,
        opens_at=time(8), closes_at=time(16),
    )
release_slots(office, now=now)
"""
PLACES = 3  # for the public in each slot of that office


class Site(bench.Site):
    """A site that begins where the preparation of a start has ended."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if isinstance(self.database, bench.Embedded):  # a process may die here, no machine does
            self.database.server.settings |= {"fsync": "off"}

    def prepare(self, *, world: str = "") -> None:
        """Have tables, words, pages and files as a start makes them, and the database running.

        A `world` is Python that fills the tables, once in a run.
        """
        if isinstance(self.database, bench.Embedded) and (prepared := _prepared(world)):
            subprocess.run(["cp", "-a", f"{prepared}/.", self.folder], check=True)
            self.database.start()
        else:
            super().prepare()
            self.command("shell", "--no-imports", "-c", FILES + "\n" + world)

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of ours to its end."""
        process = testing.command(words, environment=self.environment, patience=600)
        if check and process.returncode:
            raise RuntimeError(f"./guichet {' '.join(words)}: {process.stdout}{process.stderr}")
        return process

    def bring_files(self) -> None:
        """Have the pages and the files as a start makes them, where the tables are another's."""
        prepared = _prepared()
        for name in ("cache", "static", "static.stamp") if prepared else ():
            subprocess.run(["cp", "-a", prepared / name, self.folder], check=True)

    def serve(self) -> None:
        """Start the web server as `./guichet run` does, without the worker."""
        self.start("web", web_command(host="127.0.0.1", port=self.port, workers=self.workers))
        self.wait_until(lambda: answers(f"{self.url}/health/live"), "the first answer")

    def run(self) -> None:
        """Start everything with `./guichet run`, which finds the tables as they are."""
        own = {}
        if isinstance(self.database, bench.Embedded):
            self.database.stop()  # so that the command finds it stopped, as after any night
            own = {"DATABASE_URL": ""}
        self.start("site", RUN, **own)
        self.wait_until(lambda: answers(f"{self.url}/health/live"), "the first answer")


def begin(folder: Path, *, agency: str) -> None:
    """Put into a folder the tables and files that each site begins with, and an agency's pages.

    They lie apart, for those of an agency with words of its own take the place of all others; all
    sites with the same words share them, and so does the process that walks on the agency.
    """
    if prepared := _prepared():
        subprocess.run(["cp", "-a", f"{prepared}/.", folder], check=True)
        (folder / "cache" / "pages").unlink()
        (folder / "cache" / "pages").symlink_to(compiled.pages_of(agency))


def _prepared(world: str = "") -> Path | None:
    """Return what each site begins with; nothing where the database cannot lie beside the rest."""
    name = f"prepared-{sha256(world.encode()).hexdigest()[:8]}" if world else "prepared"
    if world and not _prepared():
        return None
    place = SHARED / name
    with (SHARED / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            with Site() as site:
                _fill(site, world)
                site.database.stop()
                shutil.move(site.folder, place)
                site.folder.mkdir()
    return None if (place / "postgres.path").exists() else place


def _fill(site: Site, world: str) -> None:
    if world:
        site.prepare()
        site.command("shell", "--no-imports", "-c", world)
        return
    (site.folder / "cache").mkdir()
    (site.folder / "cache" / "pages").symlink_to(compiled.SHIPPED)
    if clusters.copy_into(site.folder):
        clusters.use_tables(site.database.server)
    site.database.start()
    site.command("migrate", "--tables-only", "--skip-checks", "--verbosity", "0")
    site.command("shell", "--no-imports", "-c", FILES)


@contextmanager
def small_site(*, more: str = "", **settings: str) -> Iterator[Site]:
    """Prepare a site with one office; `more` is Python that runs inside it."""
    with Site(settings=settings) as site:
        site.prepare(world=WORLD)
        if more:
            site.command("shell", "--no-imports", "-c", more)
        yield site


def free_slots(site: bench.Site) -> list[int]:
    """Return the slots of the small site that can be booked and have all their places."""
    with site.connect() as link:
        rows = link.execute(
            "SELECT id FROM booking_slot WHERE starts_at > now() + interval '1 day'"
            "   AND opens_at <= now() AND room = %s ORDER BY id",
            [PLACES],
        ).fetchall()
    return [row[0] for row in rows]
