"""A whole site in a temporary folder: database, web server, and if wanted the mail worker."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from guichet.kernel.running.supervisor import answers, web_command
from guichet.kernel.server.postgres import Server

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 600.0  # seconds until the first answer of a machine that has other work
OURS = "guichet.asgi:begin"  # what the web server is told to serve
COUNTER = "pg_stat_statements"  # the extension that counts statements
INHERITED = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "POSTGRES_BIN", "CI"}


class Database(Protocol):
    """What a site needs to know of its database."""

    @property
    def url(self) -> str: ...
    @property
    def pid(self) -> int | None: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Embedded:
    """A server of our own in the site's folder, with statements counted."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(folder)
        self.server.settings |= {"shared_preload_libraries": COUNTER}

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def pid(self) -> int | None:
        return self.server.pid

    def start(self) -> None:
        self.server.start()
        host = str(self.server.socket_dir)
        with psycopg.connect(host=host, user="postgres", dbname="guichet") as link:
            link.execute(f"CREATE EXTENSION IF NOT EXISTS {COUNTER}")
            link.execute("GRANT pg_read_all_stats, pg_checkpoint TO guichet")
            link.execute("GRANT SET ON PARAMETER session_replication_role TO guichet")
            link.execute(f"GRANT EXECUTE ON FUNCTION {COUNTER}_reset TO guichet")

    def stop(self) -> None:
        self.server.stop(force=True)


class Borrowed:
    """A database of our own on a server that runs already; it is dropped at the end."""

    pid = None  # the server may be on another machine: its processor time is not known

    def __init__(self, address: str) -> None:
        self.address = address
        self.name = f"guichet_bench_{secrets.token_hex(4)}"

    @property
    def url(self) -> str:
        facts = {**conninfo_to_dict(self.address), "dbname": self.name}
        user = ":".join(str(facts[part]) for part in ("user", "password") if part in facts)
        host, port = str(facts.get("host", "")).replace("/", "%2F"), facts.get("port", "")
        return f"postgresql://{user}@{host}{f':{port}' if port else ''}/{self.name}"

    def start(self) -> None:
        with psycopg.connect(self.address, autocommit=True) as link:
            link.execute(f"CREATE DATABASE {self.name}")
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.url) as link:
            link.execute(f"CREATE EXTENSION IF NOT EXISTS {COUNTER}")

    def stop(self) -> None:
        with psycopg.connect(make_conninfo(self.address), autocommit=True) as link:
            link.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def free_port() -> int:
    """Return a port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """Start with `prepare()`, then `serve()` or `run()`; leaving the `with` block stops it all."""

    def __init__(
        self,
        *,
        address: str = "",
        workers: int = 2,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Take the address of a database server, or none to bring an embedded one."""
        self.folder = Path(tempfile.mkdtemp(prefix="guichet-bench-"))
        self.folder.chmod(0o711)  # the server's user must find its own folder inside
        self.database: Embedded | Borrowed = Borrowed(address) if address else Embedded(self.folder)
        self.port = int(os.environ.get("PORT") or free_port())
        self.workers = workers
        self.settings = dict(settings or {})
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the site finds in its environment."""
        variables = {name: value for name, value in os.environ.items() if name in INHERITED}
        return variables | {
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "guichet.settings",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database.url,
            "PORT": str(self.port),
            "WORKERS": str(self.workers),
            "RATE_LIMITS": "off",
            **self.settings,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Start the database and make the tables and the compiled words."""
        self.database.start()
        self.command("migrate", "--tables-only", "--skip-checks", "--verbosity", "0")
        self.command("compile-sentences", check=False)

    def connect(self) -> psycopg.Connection[Any]:
        """Return a connection of ours to the site's database."""
        return psycopg.connect(self.database.url, autocommit=True)

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of ./guichet to its end."""
        process = subprocess.run(
            [sys.executable, "-m", "guichet", *words],
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if check and process.returncode:
            raise RuntimeError(f"./guichet {' '.join(words)}: {process.stdout}{process.stderr}")
        return process

    def serve(self) -> None:
        """Start the web server as `./guichet run` does, without the worker."""
        self.command("collectstatic", "--noinput", "--clear", "--verbosity", "0")
        self.start("web", web_command(host="127.0.0.1", port=self.port, workers=self.workers))
        self.wait_until(lambda: answers(f"{self.url}/health/live"), "the first answer")

    def run(self) -> None:
        """Start everything with `./guichet run`, which watches over its own database server."""
        if isinstance(self.database, Embedded):
            self.database.stop()  # so that the command finds it stopped, as after any night
        own = {"DATABASE_URL": ""} if isinstance(self.database, Embedded) else {}
        self.start("site", [sys.executable, "-m", "guichet", "run"], **own)
        self.wait_until(lambda: answers(f"{self.url}/health/live"), "the first answer")

    def start(self, name: str, command: list[str], **changes: str) -> subprocess.Popen[bytes]:
        """Start a process of the site; what it says goes to `<name>.log`."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                env=self.environment | changes,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self.processes[name]

    def wait_until(self, ready: Callable[[], bool], what: str) -> None:
        """Return once something is so; a process that ends meanwhile ends the wait."""
        deadline = time.monotonic() + PATIENCE
        while not ready():
            ended = [name for name, process in self.processes.items() if process.poll() is not None]
            if ended or time.monotonic() > deadline:
                raise RuntimeError(f"Waiting for {what}: {ended or 'too long'}. {self.messages()}")
            time.sleep(0.05)

    def messages(self) -> str:
        """Return what the processes said last."""
        return "\n".join(path.read_text()[-2000:] for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        """Stop the processes, then the database, and remove the folder."""
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()
        with contextlib.suppress(OSError, psycopg.Error):
            self.database.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


@contextlib.contextmanager
def bare_server(site: Site) -> Iterator[str]:
    """Serve one constant with the site's web server and as many workers; return its address."""
    port = free_port()
    command = web_command(host="127.0.0.1", port=port, workers=site.workers)
    command = ["bench.constant:application" if part == OURS else part for part in command]
    command.remove("--factory")
    process = site.start("bare", command, PYTHONPATH=str(ROOT))
    try:
        site.wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), "the bare server")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)
        del site.processes["bare"]
