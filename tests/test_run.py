"""`./guichet run` as a stranger meets it: an empty folder, one command, a site that answers."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.measures.memory import family_of
from guichet.kernel.meters import memory
from guichet.kernel.running import testing
from guichet.kernel.running.supervisor import answers
from guichet.kernel.server.postgres import Server
from guichet.kernel.server.programs import ending_with_parent
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def address_of(site: "Site") -> str:
    return f"http://127.0.0.1:{site.port}"


class Site:
    """A site in a process group of its own, and all it said so far."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder = folder
        self.more = more
        self.log = folder.with_suffix(".log")
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self.begun = time.monotonic()
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "WORKERS": "1",
            **self.more,
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [ROOT / "guichet", "run"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=ending_with_parent(signal.SIGTERM),
            )

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8")

    def wait_until_ready(self) -> None:
        deadline = self.begun + PATIENCE
        ready = re.compile(rf"^Guichet is ready at http://127\.0\.0\.1:{self.port}/$", re.M)
        while not ready.search(self.said):
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)
        self.seconds_to_start = time.monotonic() - self.begun

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def emptied_folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="guichet-run-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        Server(path).stop(force=True)
        shutil.rmtree(path, ignore_errors=True)
        path.with_suffix(".log").unlink(missing_ok=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    with emptied_folder() as path:
        yield path


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with emptied_folder() as path:
        site = Site(path)
        try:
            site.wait_until_ready()
            yield site
        finally:
            site.end()


def test_it_serves_from_an_empty_folder(site: Site) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/en/", timeout=10) as answer:
        assert answer.status == 200


def test_it_stops_all_it_started_and_starts_again_sooner(site: Site) -> None:
    assert site.end(signal.SIGINT) == 0
    assert Server(site.folder).pid is None
    assert not answers(f"http://127.0.0.1:{site.port}/")

    first = site.seconds_to_start
    site.start()
    site.wait_until_ready()
    assert site.seconds_to_start < first, "nothing is prepared twice"


def test_it_says_that_the_port_is_taken(site: Site, folder: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PORT": str(site.port)}
    process = subprocess.run(
        [ROOT / "guichet", "run"], env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert process.returncode == 1
    assert f"port {site.port} on 127.0.0.1 cannot be used" in process.stderr
    assert len(process.stderr.splitlines()) == 1


def test_it_holds_little_memory_and_what_only_watches_hardly_any(site: Site) -> None:
    watching, *others = family_of(site.process.pid)
    assert b"guichet.kernel.running.watching" in Path(f"/proc/{watching}/cmdline").read_bytes()
    assert memory.of_process(watching) < 30_000_000
    # One web worker here: two share what is loaded, and 365 MB were measured with them.
    assert sum(map(memory.of_process, [watching, *others])) < 450_000_000


def test_it_brings_the_database_back_when_it_is_killed(site: Site) -> None:
    server = Server(site.folder)
    before = server.pid
    server.kill()
    deadline = time.monotonic() + PATIENCE
    while server.pid in {None, before} or not answers(f"{address_of(site)}/health/ready"):
        assert time.monotonic() < deadline, site.said
        time.sleep(0.1)
    assert "The database server ended unexpectedly; it is started again." in site.said


def test_it_tells_nobody_the_password_of_the_demonstration_staff(site: Site) -> None:
    note = site.folder / "demo-staff.txt"
    accounts = [line.split() for line in note.read_text().splitlines()]
    names = {name for name, _password, _address in accounts}
    assert {"demo-auditor", "demo-manager-mia", "demo-receptionist-bos"} <= names
    assert len(names) == len(accounts) == 20
    assert str(note) in site.said
    for _name, password, address in accounts:
        assert password not in site.said
        assert address not in site.said
    assert note.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "many", "PORT is 'many'; it takes a whole number."),
        ("WORKERS", "-1", "WORKERS is -1; it takes a number from 0 to 64."),
        ("RATE_LIMITS", "maybe", "RATE_LIMITS is 'maybe'; it takes on or off."),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL must look like postgresql://"),
        ("PRODUCTION", "on", "SECRET_KEY must be set in production"),
    ],
)
def test_it_stops_at_a_setting_that_cannot_be_right(
    folder: Path, name: str, value: str, sentence: str
) -> None:
    settings = {"PORT": str(free_port()), name: value}
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "DATA_DIR": str(folder),
    }
    process = testing.command(["run"], environment=environment | settings, patience=PATIENCE)
    assert process.returncode == 1
    assert sentence in process.stderr
    assert "Traceback" not in process.stderr
