"""Have a paper made anew by a process apart, which can harm nobody when it fails."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from guichet.applications.papers.kinds import LARGEST
from guichet.applications.papers.workshop.program import WRITTEN
from guichet.applications.papers.workshop.result import CODES, NewPaper
from guichet.kernel.obstacles import Obstacle

log = logging.getLogger(__name__)

PATIENCE = 120  # seconds of the clock: its own limit of processor time comes long before
PATIENCE_FOR_A_PAGE = 20  # somebody waits for it
AT_ONCE = 2  # pages that a web process has drawn at a time; the threads are everybody's
_SOURCE = Path(__file__).resolve().parents[4]
_PROGRAM = (sys.executable, "-s", "-P", "-m", "guichet.applications.papers.workshop.program")

_drawing = threading.BoundedSemaphore(AT_ONCE)


class Unfinished(Exception):  # noqa: N818  nobody is to blame
    """The machine had no time for a paper; it can be tried again."""


def make(original: bytes | bytearray, kind: str) -> NewPaper:
    """Return the paper that is kept in the place of the original; raise Obstacle or Unfinished."""
    return _order([kind], original, patience=PATIENCE)


def draw(content: bytes, kind: str, *, page: int, width: int) -> bytes:
    """Return a page of a paper that was made anew, as a JPEG; raise Obstacle or Unfinished.

    It is unfinished while others are drawn, and where the machine has no time.
    """
    if not _drawing.acquire(timeout=PATIENCE_FOR_A_PAGE / 2):
        raise Unfinished
    try:
        order = [kind, f"{page}", f"{width}"]
        return _order(order, content, patience=PATIENCE_FOR_A_PAGE).content
    finally:
        _drawing.release()


def _order(arguments: Sequence[str], original: bytes | bytearray, *, patience: float) -> NewPaper:
    # Files without a name: nothing stays on the disk, whatever ends first.
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output:
        source.write(original)
        source.seek(0)
        status = _run([*_PROGRAM, *arguments], source, output, patience=patience)
        output.seek(0)
        new_paper = _read(output, status)
    if not new_paper.content or len(new_paper.content) > LARGEST:
        raise Obstacle("too_much")
    return new_paper


def is_confined() -> bool:
    """Tell whether this system offers the filter of system calls that the workshop asks for."""
    with tempfile.TemporaryFile() as output:
        try:
            status = _run([*_PROGRAM, "probe"], subprocess.DEVNULL, output, patience=PATIENCE)
        except Unfinished:
            return False
        output.seek(0)
        facts = _facts(output.readline(1000)) if status == 0 else None
    return bool(facts and facts.get("confined"))


def _run(
    command: list[str],
    source: IO[bytes] | int,
    output: IO[bytes],
    *,
    patience: float,
) -> int:
    """Run the program, without our environment: it holds secrets, and no paper needs them."""
    process = subprocess.Popen(
        command,
        stdin=source,
        stdout=output,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={
            "PYTHONPATH": str(_SOURCE),
            "PATH": os.defpath,
            "MALLOC_ARENA_MAX": "2",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        start_new_session=True,
    )
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        raise Unfinished from None
    finally:
        process.kill()
        process.wait()


def _read(output: IO[bytes], status: int) -> NewPaper:
    """Return what the program wrote, which is not believed either."""
    facts = _facts(output.readline(1000)) if status == 0 else None
    if facts is None:
        # It was ended: by a limit of the system, or by its own fall.
        raise Obstacle("too_much" if status < 0 else "unreadable")
    if "refused" in facts:
        code, trouble = str(facts["refused"]), str(facts.get("trouble", ""))
        if trouble.isidentifier():
            log.info("A paper could not be read: %s", trouble[:40])
        raise Obstacle(code if code in CODES else "unreadable")
    lengths = [facts.get("content"), facts.get("picture")]
    content, picture = (
        output.read(min(length, WRITTEN)) if isinstance(length, int) and length > 0 else b""
        for length in lengths
    )
    kind, pages = str(facts.get("kind")), facts.get("pages")
    if kind not in {"pdf", "jpeg", "png"} or not isinstance(pages, int):
        raise Obstacle("unreadable")
    return NewPaper(kind=kind, pages=pages, content=content, picture=picture)


def _facts(line: bytes) -> dict[str, object] | None:
    try:
        facts = json.loads(line)
    except ValueError:
        return None
    return facts if isinstance(facts, dict) else None
