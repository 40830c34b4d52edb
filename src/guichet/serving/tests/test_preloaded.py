"""A worker that has ended is not said to be killed."""

import os
from types import SimpleNamespace

import pytest
from granian.server.mp import WorkerProcess

from guichet.serving import preloaded


def test_a_worker_has_ended_though_only_another_thread_was_told() -> None:
    reader, writer = os.pipe()
    inner = SimpleNamespace(is_alive=lambda: True, sentinel=reader)
    worker = SimpleNamespace(inner=inner)
    assert preloaded.is_alive(worker)  # type: ignore[arg-type]
    os.close(writer)  # as the end of a process does
    assert not preloaded.is_alive(worker)  # type: ignore[arg-type]
    os.close(reader)


def test_the_server_asks_in_this_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkerProcess, "is_alive", WorkerProcess.is_alive)
    monkeypatch.setattr(preloaded, "load", lambda target: None)
    monkeypatch.setattr(preloaded, "entrypoint", lambda: None)
    monkeypatch.setattr("sys.argv", ["preloaded", "granian", "guichet.asgi:begin"])
    preloaded.main()
    assert WorkerProcess.is_alive is preloaded.is_alive
