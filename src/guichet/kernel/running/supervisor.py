"""Serve the site: prepare what it needs, start its processes, watch them, stop them in order."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from guichet.environment import stop
from guichet.kernel.running import draining
from guichet.kernel.server.postgres import Server

REMINDER = 60.0  # seconds, after which a start that takes its time is spoken of
GRACE = 10.0  # seconds a process has to finish what it is doing
PAUSE = 1.0  # seconds before a process that died is started again
BACKLOG = 2048
AT_ONCE = 4096  # connections of a worker; what is at work at once is bounded behind them
OTHER_FILES = 256  # that a web process has open beside its connections


def check_port(host: str, port: int) -> None:
    """Stop with one sentence when somebody else serves on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(f"port {port} on {host} cannot be used ({error.strerror}); set PORT to another.")


def web_command(*, host: str, port: int, workers: int) -> list[str]:
    """Return how Granian serves the site: one worker a core, an event loop in each.

    The threads behind the loop are ours: see `guichet.serving`.
    """
    return [
        *(sys.executable, "-m", "guichet.serving.preloaded"),
        *("granian", "guichet.asgi:begin", "--factory", "--interface", "asginl"),
        *("--host", host, "--port", str(port), "--workers", str(workers or os.cpu_count() or 1)),
        *("--http", "1", "--backlog", str(BACKLOG), "--no-ws"),
        *("--backpressure", str(connections_at_once())),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", "8", "--log-level", "warning"),
    ]


def connections_at_once() -> int:
    """Return how many connections a web process may hold, once it may open as many files.

    Many systems allow 1,024 files at first, and let a process ask for more.
    """
    most = AT_ONCE + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        soft = allowed
    files = most if soft == resource.RLIM_INFINITY else min(most, soft)
    return max(1, files - OTHER_FILES)


def answers(url: str) -> bool:
    """Tell whether a probe is answered with a yes."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310  our own address
            return True
    except OSError:  # a refusal by HTTP is one too
        return False


@dataclass
class Child:
    """A process of ours, which is started again when it may die."""

    name: str
    command: list[str]
    restarts: bool
    process: subprocess.Popen[bytes] | None = None
    died_at: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)

    @property
    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        if self.process is None or self.is_dead:
            return
        self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """The parent of everything `run` starts; Ctrl-C or SIGTERM ends it and keeps the data."""

    def __init__(self, *, server: Server | None, say: Callable[[str], object]) -> None:
        self.server = server
        self.say = say
        self.children: list[Child] = []
        self._told_to_stop = False

    def listen_for_the_end(self) -> None:
        """From now on a signal ends the wait or the watch; a second one changes nothing."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._told_to_stop = True

    def add(self, name: str, command: list[str], *, restarts: bool) -> None:
        """Start a process and watch over it from now on."""
        child = Child(name, command, restarts)
        child.start()
        self.children.append(child)

    def wait_for(self, url: str) -> bool:
        """Return True once the site answers, False when told to stop before.

        However slow the machine is: a start that is still at work is not stopped by us.
        """
        began_at = reminded = time.monotonic()
        while not self._told_to_stop:
            if answers(url):
                for child in self.children:
                    child.restarts = True  # what has worked once is worth bringing back
                return True
            if time.monotonic() > reminded + REMINDER:
                reminded = time.monotonic()
                self.say(f"The site is still starting, after {reminded - began_at:.0f} seconds.")
            self._look_after()
            time.sleep(0.1)
        return False

    def watch(self, *, is_outdated: Callable[[], bool] = lambda: False) -> bool:
        """Bring back what died, until told to stop; True where all is to start again instead."""
        while not self._told_to_stop:
            self._look_after()
            if is_outdated():
                return True
            time.sleep(0.2)
        return False

    def drain(self, seconds: float) -> None:
        """Be not ready any more, and serve on for so long: a proxy sends nobody here meanwhile.

        A second signal ends it, and so does the end of a process that was told to stop itself.
        """
        self._told_to_stop = False
        deadline = time.monotonic() + seconds
        draining.begin()
        while time.monotonic() < deadline and not self._told_to_stop:
            if any(child.is_dead for child in self.children):
                return
            time.sleep(0.1)

    def _look_after(self) -> None:
        if self.server and self.server.pid is None and not self._told_to_stop:
            self.say("The database server ended unexpectedly; it is started again.")
            self.server.start()
        for child in self.children:
            if child.is_dead and not self._told_to_stop:
                self._bring_back(child)

    def _bring_back(self, child: Child) -> None:
        if not child.restarts:
            stop(f"the {child.name} ended unexpectedly; its messages above say why.")
        if not child.died_at:
            child.died_at = time.monotonic()
            self.say(f"The {child.name} ended unexpectedly; it is started again.")
        elif time.monotonic() > child.died_at + PAUSE:
            child.died_at = 0.0
            child.start()

    def stop_all(self) -> None:
        """Stop the processes in reverse order, the database server last."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(self.children):
            child.stop()
        if self.server:
            self.server.stop()
        draining.end()


def stamp_of(folders: list[Path]) -> str:
    """Return a text that changes when a file under the folders does, and not with their places."""
    lines = []
    for number, folder in enumerate(folders):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            status, name = path.stat(), path.relative_to(folder)
            lines.append(f"{number} {name} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(lines)
