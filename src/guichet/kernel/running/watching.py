"""The process that only watches: it lets go of all that was loaded to prepare the site.

`./guichet run` prepares, and then becomes this: the same process, with the same children, in a
tenth of the memory. Nothing here may import Django.

    python -m guichet.kernel.running.watching PLAN
"""

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from guichet.environment import stop
from guichet.kernel.meters import figures
from guichet.kernel.running import draining, served, taking
from guichet.kernel.running.rereading import Folder, or_as_before, start_again
from guichet.kernel.running.supervisor import Supervisor, web_command
from guichet.kernel.server.postgres import Server
from guichet.kernel.server.programs import ServerError

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is started and watched on this node."""

    data_dir: str
    has_server: bool  # the embedded one, which runs already
    web: bool
    worker: bool
    bind: str
    port: int
    workers: int
    drain_seconds: int
    users: int | None = None  # the file by which the embedded server knows that it is used
    agency: str = ""  # its folder
    folder: str = ""  # the same, where a change of it starts the site again
    again: tuple[str, ...] = ()  # the arguments of that start


def become(plan: Plan) -> NoReturn:
    """Be the process that watches; a signal that comes meanwhile waits for it."""
    sys.stdout.flush()
    sys.stderr.flush()
    if plan.users is not None:
        os.set_inheritable(plan.users, True)
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    command = [sys.executable, "-m", "guichet.kernel.running.watching", json.dumps(asdict(plan))]
    os.execv(sys.executable, command)  # noqa: S606  our own program


def watch(plan: Plan) -> None:
    """Start what is planned, say when it serves, and watch over it until told to stop."""
    server = Server(Path(plan.data_dir)) if plan.has_server else None
    supervisor = Supervisor(server=server, say=_say)
    starts_again = False
    supervisor.listen_for_the_end()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    try:
        if server and plan.users is not None:
            server.adopt(plan.users)
        draining.announce(Path(plan.data_dir))
        figures.announce(Path(plan.data_dir))
        _start(supervisor, plan)
        starts_again = _watch(supervisor, plan)
    except ServerError as error:
        stop(str(error))
    finally:
        supervisor.stop_all()
    if starts_again:
        start_again(plan.again)


def _start(supervisor: Supervisor, plan: Plan) -> None:
    if plan.web:
        command = web_command(host=plan.bind, port=plan.port, workers=plan.workers)
        supervisor.add("web server", command, restarts=False)
    if plan.worker:
        supervisor.add("worker", [sys.executable, "-m", "guichet", "worker"], restarts=True)


def _watch(supervisor: Supervisor, plan: Plan) -> bool:
    """Return True where all is to start again."""
    host = f"[{plan.bind}]" if ":" in plan.bind else plan.bind
    if plan.bind in {"0.0.0.0", "::"}:  # noqa: S104  compared, not bound
        host = "127.0.0.1"
    if not plan.web:
        sys.stdout.write("The worker of Guichet runs.\n")
    elif supervisor.wait_for(f"http://{host}:{plan.port}/health/live"):
        sys.stdout.write(f"Guichet is ready at http://127.0.0.1:{plan.port}/\n")
    sys.stdout.flush()
    os.environ.pop(taking.BEFORE, None)  # it serves: there is nothing to go back to
    served.note(Path(plan.data_dir), Path(plan.agency))
    folder = _folder_of(plan)
    if supervisor.watch(is_outdated=folder.is_ready if folder else lambda: False):
        return True
    if plan.web:
        supervisor.drain(plan.drain_seconds)
    return False


def _folder_of(plan: Plan) -> Folder | None:
    if not plan.folder:
        return None
    return Folder(Path(plan.folder), copies=taking.copies_in(Path(plan.data_dir)), say=_say)


def _say(sentence: str) -> None:
    """Add a line to the log, in its form; its settings are not loaded here."""
    facts = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": "WARNING",
        "logger": "guichet.kernel.running.watching",
        "message": sentence,
        "process": os.getpid(),
    }
    is_json = os.environ.get("LOG_FORMAT", "").strip() == "json"
    sys.stderr.write(f"{json.dumps(facts) if is_json else sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    _plan = Plan(**json.loads(sys.argv[1]))
    with or_as_before(_plan.again):
        watch(_plan)
