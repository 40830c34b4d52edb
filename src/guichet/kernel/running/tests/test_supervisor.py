"""A start takes as long as it takes, and says so; what cannot go on ends it."""

import itertools

import pytest

from guichet.kernel.running import supervisor

HOURS = 3600.0


class Quiet(supervisor.Child):
    """A process that lives, and of which nothing is heard."""

    @property
    def is_dead(self) -> bool:
        return False


def test_a_slow_first_start_is_not_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    messages = list[str]()
    answers = itertools.chain([False] * 4, [True])
    clock = itertools.count(step=HOURS)
    monkeypatch.setattr(supervisor, "answers", lambda url: next(answers))
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(supervisor.time, "sleep", lambda seconds: None)
    parent = supervisor.Supervisor(server=None, say=messages.append)
    parent.children = [Quiet("web server", [], restarts=False)]

    assert parent.wait_for("http://127.0.0.1:1/health/live")
    assert messages[0] == "The site is still starting, after 7200 seconds."


def test_a_start_ends_when_its_web_server_does() -> None:
    parent = supervisor.Supervisor(server=None, say=lambda sentence: None)
    parent.add("web server", ["false"], restarts=False)
    with pytest.raises(SystemExit, match="the web server ended unexpectedly"):
        parent.wait_for("http://127.0.0.1:1/health/live")
