"""What a node counts of itself: by patterns, from living processes, and never at others' cost."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from guichet.kernel.meters import counts, figures, memory, watch
from guichet.kernel.meters.requests import BEGUN, Metered, route_of

NOBODY = 4_194_305  # above every number that Linux gives


def request_at(route: str | None) -> HttpRequest:
    request: HttpRequest = RequestFactory().get("/en/slots/4711/")
    request.resolver_match = None if route is None else SimpleNamespace(route=route)  # type: ignore[assignment]
    return request


@pytest.mark.parametrize(
    ("route", "pattern"),
    [
        ("en/slots/<int:slot>/", "<language>/slots/<int:slot>/"),
        ("zh-hans/", "<language>/"),
        ("zh-Hans/", "<language>/"),
        ("en", "<language>"),
        ("api/v1/slots", "api/v1/slots"),
        ("english/", "english/"),
        ("slots/en/", "slots/en/"),
        ("", "/"),
        (None, "none"),
    ],
)
def test_an_address_is_told_by_its_pattern_the_same_in_every_language(
    route: str | None, pattern: str
) -> None:
    assert route_of(request_at(route)) == pattern


class Count:
    """A counter and a histogram that remember what they were given."""

    def __init__(self) -> None:
        self.labels_of: list[tuple[str, ...]] = []
        self.values: list[float] = []

    def labels(self, *labels: str) -> "Count":
        self.labels_of.append(labels)
        return self

    def inc(self) -> None:
        self.values.append(1)

    def observe(self, value: float) -> None:
        self.values.append(value)


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> tuple[Count, Count]:
    number, seconds = Count(), Count()
    monkeypatch.setattr(counts, "REQUESTS", number)
    monkeypatch.setattr(counts, "SECONDS", seconds)
    return number, seconds


def test_each_request_is_counted_and_its_labels_are_looked_up_once(
    pair: tuple[Count, Count],
) -> None:
    number, seconds = pair
    middle = Metered(lambda request: HttpResponse(status=404))
    assert {middle(request_at("en/")).status_code for _time in range(3)} == {404}
    assert number.labels_of == [("<language>/", "GET", "404")]
    assert seconds.labels_of == [("<language>/",)]
    assert number.values == [1, 1, 1]
    assert len(seconds.values) == 3


@pytest.mark.parametrize("method", ["ADA", "get", "TRACE", "CONNECT"])
def test_methods_that_nobody_needs_are_one_label(pair: tuple[Count, Count], method: str) -> None:
    request = request_at("en/")
    request.method = method
    Metered(lambda request: HttpResponse())(request)
    assert pair[0].labels_of == [("<language>/", "other", "200")]


def test_the_seconds_of_a_request_begin_with_its_head_where_that_is_known(
    pair: tuple[Count, Count], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(perf_counter=iter([107.0, 200.0, 203.0]).__next__)
    monkeypatch.setattr("guichet.kernel.meters.requests.time", clock)
    request = request_at("en/")
    request.META[BEGUN] = 100.0
    middle = Metered(lambda request: HttpResponse())
    middle(request)
    middle(request_at("en/"))
    assert pair[1].values == [7.0, 3.0]


def test_what_fails_is_not_counted_as_answered(pair: tuple[Count, Count]) -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Metered(fail)(request_at("en/"))
    assert pair[0].values == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(figures.FOLDER, "")
    return tmp_path


def test_counting_begins_anew_and_leaves_other_nodes_of_the_folder_alone(folder: Path) -> None:
    other = folder / "counts" / str(os.getppid())
    for place in (other, folder / "counts" / str(NOBODY), folder / "counts" / str(os.getpid())):
        place.mkdir(parents=True)
        (place / "counter_1.db").touch()
    figures.announce(folder)
    assert {place.name for place in (folder / "counts").iterdir()} == {
        other.name,
        str(os.getpid()),
    }
    assert (other / "counter_1.db").exists()
    assert os.environ[figures.FOLDER] == str(folder / "counts" / str(os.getpid()))
    assert list((folder / "counts" / str(os.getpid())).iterdir()) == []


def test_what_the_dead_told_of_themselves_goes_and_what_is_no_such_file_stays(
    folder: Path,
) -> None:
    files = {
        f"gauge_livesum_{NOBODY}.db": False,
        f"gauge_liveall_{NOBODY}.db": False,
        f"gauge_livesum_{os.getpid()}.db": True,
        f"gauge_all_{NOBODY}.db": True,
        f"counter_{NOBODY}.db": True,
        "gauge_livesum_x.db": True,
    }
    for name in files:
        (folder / name).touch()
    figures.forget_the_dead(folder)
    figures.forget_the_dead(folder / "nowhere")
    assert {path.name for path in folder.iterdir()} == {
        name for name, stays in files.items() if stays
    }


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"Rss: 9 kB\nPss:             1234 kB\nPss_Dirty: 7 kB\n", 1024 * 1234),
        (b"Rss: 9 kB\n", 0),
        (b"", 0),
    ],
)
def test_memory_is_what_is_shared_in_parts(
    monkeypatch: pytest.MonkeyPatch, content: bytes, size: int
) -> None:
    monkeypatch.setattr(memory.Path, "read_bytes", lambda path: content)
    assert memory.of_process(1) == size


def test_without_a_folder_a_process_tells_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(figures.FOLDER, raising=False)
    counts.THREADS.set(7)
    assert "guichet_threads 7.0\n" in counts.as_text()
    assert "_created" not in counts.as_text()


def test_a_file_that_is_only_being_made_is_read_a_second_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    texts: list[Any] = [ValueError("half"), b"whole\n"]

    def read(registry: object) -> bytes:
        text = texts.pop(0)
        if isinstance(text, Exception):
            raise text
        return bytes(text)

    monkeypatch.setattr(counts.prometheus_client, "generate_latest", read)
    assert counts.as_text() == "whole\n"
    assert "cannot be read: ValueError" in caplog.text
    texts[:] = [OSError("1"), OSError("2")]
    assert counts.as_text() == ""


class Pool:
    def __init__(self, **stats: int) -> None:
        self.get_stats = lambda: stats


@pytest.mark.parametrize(
    ("pool", "figures"),
    [
        (Pool(pool_size=8, pool_available=3, requests_waiting=2), (5, 3, 2)),
        (Pool(pool_size=1, pool_available=2), (0, 2, 0)),
        (None, (0, 0, 0)),
    ],
)
def test_it_tells_how_the_connections_are_used_and_opens_none(
    monkeypatch: pytest.MonkeyPatch, pool: Pool | None, figures: tuple[int, int, int]
) -> None:
    class Wrapper:
        _connection_pools = {"default": pool} if pool else {}

    monkeypatch.setattr(watch, "connections", {"default": Wrapper()})
    watch.look_at_database()
    texts = counts.as_text()
    in_use, free, waiting = figures
    assert f'guichet_database_connections{{state="in_use"}} {in_use}.0\n' in texts
    assert f'guichet_database_connections{{state="free"}} {free}.0\n' in texts
    assert f"guichet_database_waiting {waiting}.0\n" in texts


class EnoughError(Exception):
    """The watch has gone on for long enough."""


def test_it_looks_each_second_and_at_the_memory_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks, sizes, pauses = list[int](), list[int](), list[float]()

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 31:
            raise EnoughError

    monkeypatch.setattr(watch, "time", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(watch.memory, "of_process", lambda: sizes.append(1) or 7)  # type: ignore[func-returns-value]
    with pytest.raises(EnoughError):
        watch._watch("web", (lambda: looks.append(1),))
    assert (len(looks), len(sizes), set(pauses)) == (31, 3, {1.0})
    assert 'guichet_memory_bytes{process="web"} 7.0\n' in counts.as_text()


def test_a_look_that_fails_ends_the_watch_with_one_line_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OSError("Ada O’Neill")

    monkeypatch.setattr(
        watch, "time", SimpleNamespace(sleep=lambda seconds: pytest.fail("it goes on"))
    )
    watch._watch("web", (fail,))
    assert [line.getMessage() for line in caplog.records] == [
        "What this process does is not counted: OSError"
    ]


def test_the_watch_goes_on_beside_everything_else_and_holds_up_no_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    has_looked = threading.Event()
    threads: list[threading.Thread] = []

    def watched(process: str, looks: tuple[Any, ...]) -> None:
        threads.append(threading.current_thread())
        for look in looks:
            look()

    monkeypatch.setattr(watch, "_watch", watched)
    watch.begin("worker", has_looked.set)
    assert has_looked.wait(10)
    assert threads[0] is not threading.current_thread()
    assert threads[0].daemon


def test_the_processes_of_a_node_are_told_together_and_the_dead_not_at_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(figures.FOLDER, str(folder))
    (folder / f"gauge_livesum_{NOBODY}.db").touch()
    registries: list[Any] = []
    monkeypatch.setattr(counts, "MultiProcessCollector", registries.append)
    monkeypatch.setattr(
        counts.prometheus_client, "generate_latest", lambda registry: b"of %d" % id(registry)
    )
    text = counts.as_text()
    assert list(folder.iterdir()) == []
    assert text == f"of {id(registries[0])}", "not of what this process alone has counted"
