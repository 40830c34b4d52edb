"""What is watched over: brought back where it has worked, ended in order, and drained before."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guichet.kernel.running import draining, supervisor, watching
from guichet.kernel.running.supervisor import Child, Supervisor


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(supervisor, "time", clock)
    return clock


@pytest.fixture
def words() -> list[str]:
    return []


@pytest.fixture
def parent(clock: Clock, words: list[str], tmp_path: Path) -> Iterator[Supervisor]:
    """A parent of no process, in a folder of its own; the signals of this process stay."""
    before = {number: signal.getsignal(number) for number in watching._SIGNALS}
    draining.announce(tmp_path)
    yield Supervisor(server=None, say=words.append)
    draining.end()
    for number, handler in before.items():
        signal.signal(number, handler)


class Fake(Child):
    """A process that lives and dies as a test says."""

    def __init__(self, name: str = "worker", *, restarts: bool = True, alive: bool = True) -> None:
        super().__init__(name, [], restarts)
        self.alive, self.starts, self.order = alive, 0, list[str]()

    @property
    def is_dead(self) -> bool:
        return not self.alive

    def start(self) -> None:
        self.starts, self.alive = self.starts + 1, True

    def stop(self) -> None:
        self.order.append(self.name)


def rounds(count: int) -> Callable[[], bool]:
    """Return what is outdated after so many looks."""
    looks = iter([False] * count + [True])
    return lambda: next(looks)


def test_what_died_is_brought_back_after_a_pause_and_told_once(
    parent: Supervisor, clock: Clock, words: list[str]
) -> None:
    child = Fake(alive=False)
    parent.children = [child]
    died_at = clock.now
    starts_at = list[float]()
    child.start = lambda: starts_at.append(clock.now) or Fake.start(child)  # type: ignore[method-assign, func-returns-value]
    assert parent.watch(is_outdated=rounds(20))
    assert words == ["The worker ended unexpectedly; it is started again."]
    (started_at,) = starts_at
    assert started_at > died_at + supervisor.PAUSE


def test_what_dies_again_and_again_is_started_no_more_than_once_a_pause(
    parent: Supervisor, words: list[str]
) -> None:
    child = Fake(alive=False)
    child.start = lambda: setattr(child, "starts", child.starts + 1)  # type: ignore[method-assign]
    parent.children = [child]
    parent.watch(is_outdated=rounds(50))  # ten seconds
    assert 3 <= child.starts <= 10
    assert len(words) in {child.starts, child.starts + 1}


def test_what_may_not_be_brought_back_ends_everything(parent: Supervisor) -> None:
    parent.children = [Fake("web server", restarts=False, alive=False)]
    with pytest.raises(SystemExit, match="the web server ended unexpectedly"):
        parent.watch()


def test_what_has_worked_once_is_worth_bringing_back(
    parent: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "answers", lambda url: True)
    child = Fake("web server", restarts=False)
    parent.children = [child]
    assert parent.wait_for("http://127.0.0.1:1/health/live")
    child.alive = False
    assert parent.watch(is_outdated=rounds(20))
    assert child.starts == 1


def test_a_start_that_takes_its_time_is_spoken_of_once_a_minute(
    parent: Supervisor, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter([False] * 2000 + [True])
    monkeypatch.setattr(supervisor, "answers", lambda url: next(looks))
    assert parent.wait_for("http://127.0.0.1:1/health/live")
    assert words == [
        f"The site is still starting, after {minutes * 60} seconds." for minutes in (1, 2, 3)
    ]


def test_a_signal_ends_the_wait_and_the_watch_and_nothing_dead_is_started_then(
    parent: Supervisor,
) -> None:
    parent.listen_for_the_end()
    parent.children = [Fake(alive=False)]
    signal.raise_signal(signal.SIGTERM)
    assert not parent.wait_for("http://127.0.0.1:1/health/live")
    assert not parent.watch()
    parent._look_after()
    assert parent.children[0].died_at == 0.0


@pytest.mark.parametrize("number", watching._SIGNALS)
def test_every_signal_that_ends_programs_ends_the_watch(parent: Supervisor, number: int) -> None:
    parent.listen_for_the_end()
    signal.raise_signal(number)
    assert not parent.watch()


def test_draining_lasts_its_time_and_the_site_serves_on(parent: Supervisor, clock: Clock) -> None:
    began_at = clock.now
    parent.children = [Fake()]
    parent.drain(7)
    assert draining.has_begun()
    assert 7 <= clock.now - began_at < 7.2
    parent.stop_all()
    assert not draining.has_begun()


def test_a_second_signal_or_a_process_that_stopped_itself_ends_draining(
    parent: Supervisor, clock: Clock
) -> None:
    parent.listen_for_the_end()
    began_at = clock.now
    sleep = clock.sleep

    def interrupted(seconds: float) -> None:
        sleep(seconds)
        signal.raise_signal(signal.SIGINT)

    clock.sleep = interrupted  # type: ignore[method-assign]
    parent.drain(60)
    assert clock.now - began_at < 1
    clock.sleep = sleep  # type: ignore[method-assign]
    parent.children = [Fake(), Fake(alive=False)]
    parent.drain(60)
    assert clock.now - began_at < 1


def test_what_was_started_last_is_stopped_first_and_the_server_after_all(
    parent: Supervisor,
) -> None:
    order = list[str]()
    for name in ("web server", "worker"):
        child = Fake(name)
        child.order = order
        parent.children.append(child)

    class Server:
        pid = 7

        def stop(self) -> None:
            order.append("server")

    parent.server = Server()  # type: ignore[assignment]
    parent.stop_all()
    assert order == ["worker", "web server", "server"]
    assert all(signal.getsignal(number) is signal.SIG_IGN for number in watching._SIGNALS)


def test_a_server_that_ended_is_started_again_before_anything_else(
    parent: Supervisor, words: list[str]
) -> None:
    starts = list[int]()

    class Server:
        pid: int | None = None

        def start(self) -> None:
            starts.append(1)
            Server.pid = 7

        def stop(self) -> None:
            """Nothing was started."""

    parent.server = Server()  # type: ignore[assignment]
    parent.watch(is_outdated=rounds(5))
    assert starts == [1]
    assert words == ["The database server ended unexpectedly; it is started again."]
