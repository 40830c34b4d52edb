"""The site that is filmed: one of its own, in a folder of its own, with nobody's data."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from guichet.films.listening import Notebook
from guichet.kernel.running.supervisor import answers

_PATIENCE = 1200.0  # seconds until a new site is ready, on a machine that has other work
_INHERITED = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "POSTGRES_BIN", "PYTHONPATH"}


class NoSiteError(Exception):
    """The site that was to be filmed did not start; says what it said."""


@contextmanager
def filmed_site() -> Iterator[tuple[str, Notebook]]:
    """Start a site of this agency with an empty database; give its address and its notebook."""
    with tempfile.TemporaryDirectory(prefix="guichet-films-") as place:
        folder, port = Path(place), _free_port()
        folder.chmod(0o711)  # the database's user must come to its own folder inside
        notebook = Notebook(folder / "said.txt")
        notebook.begin()
        process = _start(folder, port, notebook)
        try:
            _wait(process, f"http://127.0.0.1:{port}", folder / "site.log")
            yield f"http://127.0.0.1:{port}", notebook
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(folder: Path, port: int, notebook: Notebook) -> subprocess.Popen[bytes]:
    """Start `./guichet run` with none of this site's keys, mails and tables."""
    environment = {name: value for name, value in os.environ.items() if name in _INHERITED}
    own = {
        "AGENCY_DIR": str(settings.AGENCY_DIR),
        "DATA_DIR": str(folder / "data"),
        "FILM_NOTES": str(notebook.path),
        "PAYMENT_PROVIDER": "test",
        "PORT": str(port),
        "RATE_LIMITS": "off",
        "WORKERS": "1",
    }
    with (folder / "site.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "guichet", "run", "--web-only"],
            env={**environment, **own},
            cwd=settings.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not answers(f"{url}/health/ready"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise NoSiteError(log.read_text("utf-8", errors="replace")[-2000:])
        time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
