"""For tests: a virus scanner that knows one harmless file, and the worker's part in papers."""

import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection

from guichet.applications.models import Paper
from guichet.applications.papers import actions, scanner
from guichet.kernel import clock
from guichet.kernel.server.programs import ending_with_parent
from guichet.kernel.work import workers

# The test file of EICAR, which every scanner finds; in two parts, so that none finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STAND" + b"ARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Eicar-Test-Signature"
PATIENCE = 60.0  # seconds until it answers
_SETTINGS = """\
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength 30M
AlertExceedsMax yes
MaxThreads 4
"""


def look_at_papers(*, now: datetime) -> list[Paper]:
    """Do what the worker does for the papers that wait; return them as they are afterwards."""
    waiting = Paper.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True)
    papers = [actions.check(pk, now=now) for pk in list(waiting)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name = %s", [workers.PAPERS])
    return [paper for paper in papers if paper]


@contextmanager
def worker_for_papers() -> Iterator[None]:
    """Look at papers as they come, beside a server that serves a browser."""
    over = threading.Event()

    def work() -> None:
        try:
            while not over.wait(0.1):
                look_at_papers(now=clock.now())
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def clamd_program() -> str | None:
    """Return where clamd is installed; system programs are not on everybody's path."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def running_clamd(folder: Path) -> Iterator[str]:
    """Run a clamd of our own in a folder, with its own settings, signature and socket."""
    signatures = folder / "signatures"
    signatures.mkdir(mode=0o755, exist_ok=True)
    (signatures / "test.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
    settings = folder / "clamd.conf"
    settings.write_text(_SETTINGS.format(folder=folder))
    process = subprocess.Popen(
        [clamd_program() or "clamd", "--config-file", str(settings)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=ending_with_parent(signal.SIGTERM),
    )
    try:
        _wait_for(folder / "clamd.sock", process)
        yield f"unix:{folder}/clamd.sock"
    finally:
        process.terminate()
        process.wait()


def _wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if path.exists() and scanner.scan_at(f"unix:{path}", b"nothing").verdict == "clean":
            return
        time.sleep(0.1)
    raise RuntimeError("clamd did not start.")
