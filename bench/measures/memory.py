"""What a whole node holds in memory, from `./guichet run` on, without a virus scanner."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.site import INHERITED, ROOT, free_port
from bench.stage import Stage
from guichet.kernel.meters import memory
from guichet.kernel.running.supervisor import answers

MOST, MOST_THAT_WATCHES = 450, 30  # MB
SETTLES = 60.0  # seconds after the first answer
PATIENCE = 300.0
MB = 1_000_000


def measure(stage: Stage) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="guichet-memory-") as folder:
        Path(folder).chmod(0o711)
        port = free_port()
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        environment |= {"DATA_DIR": folder, "PORT": str(port), "WORKERS": "2"}
        process = subprocess.Popen(
            [sys.executable, "-m", "guichet", "run"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/health/ready", process)
            time.sleep(SETTLES / 10 if stage.quick else SETTLES)
            sizes = [memory.of_process(number) / MB for number in family_of(process.pid)]
        finally:
            process.terminate()
            process.wait()
    return [figure_of(sizes)]


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers(url):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("A site for this measure did not start.")
        time.sleep(0.2)


def family_of(number: int) -> Iterator[int]:
    """Yield a process and all that it started, itself first."""
    yield number
    for task in Path("/proc", str(number), "task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family_of(int(child))


def figure_of(sizes: list[float]) -> Figure:
    total, watching = sum(sizes), sizes[0]
    return Figure(
        what="Memory of a node: web with 2 workers, worker, database; what they share counted once",
        figure=f"{total:.0f} MB, of which {watching:.0f} for the process that only watches",
        target=f"at most {MOST} MB, and {MOST_THAT_WATCHES} for what only watches",
        met=total <= MOST and watching <= MOST_THAT_WATCHES,
    )
