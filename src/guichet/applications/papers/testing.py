"""A virus scanner of one's own that knows one harmless test file, for tests and for trying out."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guichet.applications.papers import scanner
from guichet.kernel.programs import ending_with_parent

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
