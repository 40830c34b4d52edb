"""Programs that run at once, each reading what another one writes; nothing between is a file."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, PIPE
from types import TracebackType
from typing import IO, Self

from guichet.kernel.backups.programs import BackupError

HUNG_UP = -signal.SIGPIPE  # nobody read on; why, another program says


@dataclass(frozen=True)
class Command:
    """A program, its arguments, and its whole environment."""

    words: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    @property
    def name(self) -> str:
        return Path(self.words[0]).name


class Pipe:
    """What runs together; whatever still does at the end of the `with` is stopped."""

    def __init__(self) -> None:
        self._running: list[tuple[str, subprocess.Popen[bytes], IO[bytes]]] = []
        self._rests: dict[int, IO[bytes]] = {}  # by reader: what it may leave of what it is given

    def start(
        self, command: Command, *, stdin: IO[bytes] | int = DEVNULL, stdout: IO[bytes] | int = PIPE
    ) -> subprocess.Popen[bytes]:
        """Start one program; a `stdin` that another one writes is from then on its own."""
        errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the others
        process = subprocess.Popen(
            command.words, stdin=stdin, stdout=stdout, stderr=errors, env=command.environment
        )
        if stdin not in {DEVNULL, PIPE} and not isinstance(stdin, int):
            self._rests[process.pid] = os.fdopen(os.dup(stdin.fileno()), "rb")
            stdin.close()
        self._running.append((command.name, process, errors))
        return process

    def finish(self) -> None:
        """Wait until all have ended; raise BackupError with what those say that failed."""
        for _, process, _ in reversed(self._running):
            process.wait()
            self._read_on(process)
        failures = [
            f"{name} failed: {_text(errors)}"
            for name, process, errors in self._running
            if process.returncode not in {0, HUNG_UP}
        ]
        if failures:
            raise BackupError(" ".join(failures))

    def _read_on(self, reader: subprocess.Popen[bytes]) -> None:
        """Take what a reader that is content has left: its writer looks at the end of it, too."""
        rest = self._rests.pop(reader.pid, None)
        if rest is None:
            return
        with rest:
            while reader.returncode == 0 and rest.read(1 << 16):
                pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for _, process, errors in self._running:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, errors):
                if stream:
                    _close(stream)
        for rest in self._rests.values():
            rest.close()


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return  # what was left in it is not missed


def _text(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read().decode(errors="replace").strip()
