"""From a plan to a node: what is started, in which order, and what is left when it ends."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from guichet.kernel.running import supervisor, watching
from guichet.kernel.running.watching import Plan
from guichet.kernel.server.programs import ServerError


def plan(**change: Any) -> Plan:
    facts = {
        "data_dir": "/nowhere",
        "has_server": False,
        "web": True,
        "worker": True,
        "bind": "127.0.0.1",
        "port": 8001,
        "workers": 2,
        "drain_seconds": 5,
    }
    return Plan(**{**facts, **change})


class Parent:
    """A parent of nothing that notes what it is asked for, in the order of it."""

    def __init__(self, order: list[str], *, is_outdated: bool = False) -> None:
        self.order, self.is_outdated = order, is_outdated
        self.commands: dict[str, tuple[list[str], bool]] = {}

    def listen_for_the_end(self) -> None:
        self.order.append("listens")

    def add(self, name: str, command: list[str], *, restarts: bool) -> None:
        self.order.append(name)
        self.commands[name] = (command, restarts)

    def wait_for(self, url: str) -> bool:
        return True

    def watch(self, *, is_outdated: Callable[[], bool]) -> bool:
        return self.is_outdated

    def drain(self, seconds: float) -> None:
        self.order.append("drains")

    def stop_all(self) -> None:
        self.order.append("stops")


class Server:
    """The embedded server, which runs already."""

    fails = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def adopt(self, users: int) -> None:
        if Server.fails:
            raise ServerError("The server is gone.")
        calls.append(f"adopts {users}")


calls: list[str] = []


@pytest.fixture
def parent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Parent]:
    calls.clear()
    parent = Parent(calls)
    monkeypatch.setattr(watching, "Supervisor", lambda *, server, say: parent)
    monkeypatch.setattr(watching, "Server", Server)
    monkeypatch.setattr(Server, "fails", False)
    monkeypatch.setattr(watching.draining, "announce", lambda folder: calls.append("draining"))
    monkeypatch.setattr(watching.figures, "announce", lambda folder: calls.append("figures"))
    monkeypatch.setattr(os, "execv", lambda program, words: calls.append(" ".join(words[1:])))
    handlers = {number: signal.getsignal(number) for number in watching._SIGNALS}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    yield parent
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_it_listens_before_it_starts_drains_before_it_ends_and_stops_all(parent: Parent) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, watching._SIGNALS)
    watching.watch(plan(has_server=True, users=9))
    assert calls == [
        *("listens", "adopts 9", "draining", "figures"),
        *("web server", "worker", "drains", "stops"),
    ]
    assert not set(watching._SIGNALS) & signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_web_server_that_never_worked_is_not_started_again_and_a_worker_is(
    parent: Parent,
) -> None:
    watching.watch(plan())
    (web, web_restarts), (worker, worker_restarts) = parent.commands.values()
    assert (web_restarts, worker_restarts) == (False, True)
    assert web[web.index("--workers") + 1] == "2"
    assert worker == [sys.executable, "-m", "guichet", "worker"]


def test_a_node_of_one_kind_starts_that_alone(
    parent: Parent, capsys: pytest.CaptureFixture[str]
) -> None:
    watching.watch(plan(web=False))
    assert calls == ["listens", "draining", "figures", "worker", "stops"]
    assert capsys.readouterr().out == "The worker of Guichet runs.\n"
    calls.clear()
    watching.watch(plan(worker=False))
    assert calls == ["listens", "draining", "figures", "web server", "drains", "stops"]


def test_a_folder_that_changed_starts_all_again_once_everything_has_stopped(
    parent: Parent, tmp_path: Path
) -> None:
    parent.is_outdated = True
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    watching.watch(plan(folder=str(tmp_path), again=("run", "--web-only")))
    assert calls[-2:] == ["stops", "-m guichet run --web-only"]
    assert "drains" not in calls, "the site is back within seconds"
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_server_that_is_gone_is_one_sentence_and_leaves_nothing_running(
    parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "fails", True)
    with pytest.raises(SystemExit, match="The server is gone"):
        watching.watch(plan(has_server=True, users=9))
    assert calls == ["listens", "stops"]


def test_the_process_that_prepared_becomes_the_one_that_watches_with_its_plan(
    parent: Parent,
) -> None:
    read, write = os.pipe()
    wanted_plan = plan(users=write, again=("run",))
    watching.become(wanted_plan)
    _, module, text = calls[0].split(" ", 2)
    assert module == "guichet.kernel.running.watching"
    facts = json.loads(text)
    assert Plan(**{**facts, "again": tuple(facts["again"])}) == wanted_plan
    assert os.get_inheritable(write), "by it the server knows that it is used"
    assert set(watching._SIGNALS) <= signal.pthread_sigmask(signal.SIG_BLOCK, [])
    os.close(read)
    os.close(write)


@contextmanager
def serving(status: int) -> Iterator[str]:
    """Answer every question with a status, on a port of this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *facts: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/health/live"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "is_yes"), [(200, True), (204, True), (404, False), (503, False)]
)
def test_a_probe_is_answered_by_a_yes_or_it_is_not(status: int, is_yes: bool) -> None:
    with serving(status) as url:
        assert supervisor.answers(url) is is_yes
    assert supervisor.answers(url) is False, "where nobody listens, nobody answers"


@pytest.mark.parametrize(("form", "is_json"), [("json", True), (" json ", True), ("text", False)])
def test_what_the_watch_says_has_the_form_of_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str, is_json: bool
) -> None:
    monkeypatch.setenv("LOG_FORMAT", form)
    watching._say("The worker ended.")
    line = capsys.readouterr().err
    assert (json.loads(line)["message"] if is_json else line.rstrip("\n")) == "The worker ended."
