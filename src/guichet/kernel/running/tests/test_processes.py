"""A process of ours: how it is started and ended, where it listens, and where it is asked."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable

import pytest

from guichet.kernel.running import supervisor, watching
from guichet.kernel.running.supervisor import Child, check_port, web_command
from guichet.kernel.running.watching import Plan


def test_a_process_of_ours_is_ended_gently_and_by_force_where_it_does_not_hear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.2)
    deaf = (
        "import signal, sys; signal.signal(15, 1); print(flush=True); sys.stdin.read(); sys.stdin"
    )
    loop = f"{deaf}; [signal.pause() for _ in iter(int, 1)]"
    gentle = Child("worker", [sys.executable, "-c", "import signal; signal.pause()"], restarts=True)
    assert gentle.is_dead
    gentle.stop()  # what was never started
    gentle.start()
    assert not gentle.is_dead
    gentle.stop()
    assert gentle.process
    assert gentle.process.returncode == -signal.SIGTERM
    stubborn = Child("worker", [], restarts=True)
    stubborn.process = subprocess.Popen(
        [sys.executable, "-c", loop], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    assert stubborn.process.stdout
    stubborn.process.stdout.readline()
    stubborn.stop()
    assert stubborn.process.returncode == -signal.SIGKILL
    stubborn.process.stdout.close()


def test_a_port_that_somebody_has_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"port {port} on 127\.0\.0\.1 cannot be used"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_the_web_server_listens_where_it_is_told_with_one_process_a_core(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervisor.os, "cpu_count", lambda: 3)

    def option(name: str, workers: int) -> str:
        command = web_command(host="::1", port=8001, workers=workers)
        return command[command.index(name) + 1]

    assert (option("--host", 0), option("--port", 0)) == ("::1", "8001")
    assert (option("--workers", 0), option("--workers", 7)) == ("3", "7")


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8001/health/live"),
        ("0.0.0.0", "http://127.0.0.1:8001/health/live"),
        ("::", "http://127.0.0.1:8001/health/live"),
        ("2001:db8::7", "http://[2001:db8::7]:8001/health/live"),
    ],
)
def test_it_asks_the_site_where_it_listens_and_tells_people_a_way_to_it(
    bind: str, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    addresses = list[str]()

    class Parent:
        def wait_for(self, url: str) -> bool:
            addresses.append(url)
            return True

        def watch(self, *, is_outdated: Callable[[], bool]) -> bool:
            return is_outdated()

        def drain(self, seconds: float) -> None:
            addresses.append(f"drained for {seconds}")

    plan = Plan(
        data_dir="/nowhere", has_server=False, web=True, worker=True, bind=bind, port=8001,
        workers=1, drain_seconds=5,
    )  # fmt: skip
    assert not watching._watch(Parent(), plan)  # type: ignore[arg-type]
    assert addresses == [address, "drained for 5"]
    assert capsys.readouterr().out == "Guichet is ready at http://127.0.0.1:8001/\n"
