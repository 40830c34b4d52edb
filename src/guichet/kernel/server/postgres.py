"""The embedded PostgreSQL server: find its programs, start, stop, survive a crash.

It listens on a socket in a closed folder and on no network. PostgreSQL refuses to be root, so
when root runs us the server gets an unprivileged user, and its programs and data are put where
that user can reach them. Nothing here knows Django: `socket_dir` is asked before settings exist.

    python -m guichet.kernel.server.postgres start|stop DATA_DIR
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from guichet.kernel.server.programs import (
    Account,
    ServerError,
    ending_with_parent,
    locale_options,
    reachable_programs,
    shared_place,
)

NAME = "guichet"  # of the role and of the database
PATIENCE = 30.0  # seconds for recovery after a crash
NO_PROCESS = 4_194_305  # one above the highest process number Linux can give
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and the details of errors carry names and birth dates: they stay out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

# Autovacuum would count none of the rows of a test's open transaction, and plan for none.
FRAGILE = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off")


def socket_dir(data_dir: Path) -> Path:
    """Return the folder of the server's socket: always the same for one data folder.

    A socket's path may not exceed some 100 bytes, so it cannot lie in the data folder.
    """
    digest = hashlib.sha256(os.fsencode(Path(data_dir).resolve())).hexdigest()
    return Path("/tmp") / f"guichet-{digest[:16]}"  # noqa: S108  0700, and its owner is checked


class Server:
    """The server of one data folder; shared by every command that starts it, stopped by the last.

    Each user keeps a shared lock on `postgres.users`. A server that was started to stay holds
    that lock itself, and so outlives them all until it is told to stop.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        """Serve a folder; durable=False is for tests, whose data may go with the machine."""
        self.durable = durable
        self.settings = SETTINGS if durable else SETTINGS | FRAGILE
        self.data_dir = Path(data_dir).resolve()
        self.socket_dir = socket_dir(self.data_dir)
        self._process: subprocess.Popen[bytes] | None = None
        self._users: int | None = None
        self._child: int | None = None  # a server that this process started as another program
        self._recovers = False

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@{quote(str(self.socket_dir), safe='')}/{NAME}"

    @property
    def cluster(self) -> Path:
        """The folder of the data, which a note replaces where the server may not come."""
        note = self.data_dir / "postgres.path"
        return Path(note.read_text().strip()) if note.exists() else self.data_dir / "postgres"

    @property
    def pid(self) -> int | None:
        """The process that serves the data, or None; one that died by kill -9 is none."""
        if self._process:
            self._process.poll()  # bury it, if it died
        elif self._child:  # PostgreSQL would take a dead one that nobody buried for one that lives
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._child, os.WNOHANG)
        try:
            number = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            if Path("/proc/self/cwd").exists():
                return number if Path(f"/proc/{number}/cwd").readlink() == self.cluster else None
            os.kill(number, 0)
        except (OSError, ValueError):
            return None
        return number

    def start(self, *, stay: bool = False) -> None:
        """Return when the server answers; one that runs already is joined."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._join()
            if not (self.cluster / "PG_VERSION").exists():
                self._create()
            deadline = time.monotonic() + PATIENCE
            while not self._answers():
                if time.monotonic() > deadline and not self._recovers:
                    raise ServerError(f"PostgreSQL does not start; see {self._log}.")
                if self.pid is None:
                    self._launch(stay=stay)
                time.sleep(0.05)
            self._prepare()

    @property
    def users(self) -> int | None:
        """The open file by which the server knows that it is used; `adopt` takes it over."""
        return self._users

    def adopt(self, users: int) -> None:
        """Be a user of the running server in place of the program that this process was."""
        os.set_inheritable(users, False)
        self._users = users
        self._child = self.pid

    def stop(self, *, force: bool = False) -> None:
        """Leave the server; the last one to leave, or force, stops it and keeps the data."""
        with self._alone():
            if self._users is not None:
                os.close(self._users)
                self._users = None
            if (force or not self._is_used()) and (pid := self.pid):
                os.kill(pid, signal.SIGINT)  # PostgreSQL's fast shutdown: it ends all sessions
                self._wait_until_gone()
                with contextlib.suppress(OSError):
                    self.socket_dir.rmdir()

    def kill(self) -> None:
        """Take the server down as a power cut would; for tests of what survives."""
        if pid := self.pid:
            os.kill(pid, signal.SIGKILL)
            self._wait_until_gone()

    @property
    def _log(self) -> Path:
        return self.data_dir / "postgres.log"

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with (self.data_dir / "postgres.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _join(self) -> None:
        if self._users is None:
            self._users = os.open(self.data_dir / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def _is_used(self) -> bool:
        with (self.data_dir / "postgres.users").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _create(self) -> None:
        """Make an empty cluster; it gets its name last, so half a cluster is never used."""
        account = Account()
        if account.is_somebody_else and not account.can("-x", self.data_dir):
            place = Path(tempfile.mkdtemp(prefix="data-", dir=shared_place()))
            place.chmod(0o711)
            (self.data_dir / "postgres.path").write_text(str(place / "postgres"))
            sys.stderr.write(f"The database lies in {place}: its user may not enter DATA_DIR.\n")
        fresh = self.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        os.chown(fresh, account.uid, account.gid)
        programs = reachable_programs(account)
        account.run(
            *(programs / "initdb", "-D", fresh, "-U", "postgres", "--auth=trust"),
            *("--data-checksums", "--encoding=UTF8", "--locale=C", *locale_options(programs)),
            *([] if self.durable else ["--wal-segsize=1"]),  # MB: it is copied again and again
        )
        fresh.rename(self.cluster)

    def _launch(self, *, stay: bool) -> None:
        account = Account(owner=self.cluster.stat().st_uid)
        programs = reachable_programs(account)
        self._open_socket_dir(account)
        self._forget_dead_process()
        settings = self.settings | {"unix_socket_directories": str(self.socket_dir)}
        options = [part for name in settings for part in ("-c", f"{name}={settings[name]}")]
        command: Sequence[str | Path] = (programs / "postgres", "-D", self.cluster, *options)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,  # Ctrl-C is for us; we stop the server when all is done
                pass_fds=[self._users] if stay and self._users is not None else [],
                preexec_fn=None if self.durable else ending_with_parent(signal.SIGINT),
                **account.arguments,
            )
        # It writes its process number within milliseconds, or ends: a second one would be refused.
        while self.pid is None and self._process.poll() is None:
            time.sleep(0.01)
        if self._process.poll() is not None:
            time.sleep(0.5)  # the children of a killed server need a moment to notice

    def _open_socket_dir(self, account: Account) -> None:
        with contextlib.suppress(FileExistsError):
            self.socket_dir.mkdir(mode=0o700)
            os.chown(self.socket_dir, account.uid, account.gid)
        folder = self.socket_dir.lstat()
        if (folder.st_uid, folder.st_mode & 0o170777) != (account.uid, 0o040700):
            raise ServerError(f"{self.socket_dir} belongs to somebody else; remove it.")

    def _forget_dead_process(self) -> None:
        """Replace the number of a dead or foreign process by one that nobody has.

        A zombie, or a stranger with the number of a server that died with the machine, would
        keep PostgreSQL from starting. The rest of the note stays: it tells of live children.
        """
        note = self.cluster / "postmaster.pid"
        if note.exists() and self.pid is None:
            _, *rest = note.read_text().split("\n")
            note.write_text("\n".join([str(NO_PROCESS), *rest]))

    def _answers(self) -> bool:
        try:
            self._connect("postgres", "postgres").close()
        except psycopg.OperationalError as error:
            # After a crash it reads its log again, which takes as long as it takes.
            self._recovers = "starting up" in str(error) or "recovery" in str(error)
            return False
        return True

    def _connect(self, user: str, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.socket_dir), user=user, dbname=database, autocommit=True
        )

    def _prepare(self) -> None:
        """Make the role and the database where they are missing."""
        with self._connect("postgres", "postgres") as link:
            if not link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
                link.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB")
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                link.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")

    def _wait_until_gone(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.pid and time.monotonic() < deadline:
            time.sleep(0.02)


def main(arguments: Sequence[str]) -> None:
    """Start a server that stays, or stop it."""
    if len(arguments) != 2 or arguments[0] not in {"start", "stop"}:
        sys.exit("Usage: python -m guichet.kernel.server.postgres start|stop DATA_DIR")
    server = Server(Path(arguments[1]))
    try:
        if arguments[0] == "start":
            server.start(stay=True)
            sys.stdout.write(f"{server.url}\n")
        elif server.data_dir.exists():
            server.stop(force=True)
    except ServerError as error:
        sys.exit(f"guichet: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
