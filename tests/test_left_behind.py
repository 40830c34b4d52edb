"""A run of the tests that is stopped, in order or by force, leaves no server behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guichet.applications.papers.tests.scanning import clamd_program
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
# A run that stands still in its only test, with a database and a scanner of its own.
STANDING = """
import time
from pathlib import Path
from guichet.kernel.server.postgres import Server
import conftest

def test_it_stands_still(request):
    if {scans}:
        request.getfixturevalue("clamd")
    Path({note!r}).write_text(str(Server(conftest.FOLDER).pid))
    time.sleep({patience})
"""


def children_of(number: int) -> set[int]:
    """Return the processes below one, as the kernel lists them."""
    numbers = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    return {int(child) for child in numbers}


def is_alive(number: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["in order", "by force"])
def test_it_leaves_no_server_behind(tmp_path: Path, number: signal.Signals) -> None:
    note, test = tmp_path / "pid", tmp_path / "test_standing.py"
    scans = clamd_program() is not None
    test.write_text(STANDING.format(note=str(note), patience=PATIENCE, scans=scans))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml")]
    options = ["-p", "no:cacheprovider", "--rootdir", str(ROOT), "-p", "conftest", str(test)]
    run = subprocess.Popen(
        [*command, *options], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + PATIENCE
    while not (note.exists() and note.read_text()):
        assert run.poll() is None and time.monotonic() < deadline
        time.sleep(0.1)
    servers = children_of(run.pid)
    assert int(note.read_text()) in servers and len(servers) == 1 + scans

    run.send_signal(number)
    run.wait(PATIENCE)

    while any(map(is_alive, servers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_alive, servers))
