"""What a node tells of itself: without the database, without a path, without a person."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from guichet import health
from guichet.booking.testing import make_booked
from guichet.kernel.meters import counts, figures, memory, requests, watch
from guichet.serving import busy
from guichet.serving.exchange import environ_of
from guichet.serving.kinds import Kind
from guichet.serving.pool import Pool
from guichet.serving.testing import scope_of

pytestmark = pytest.mark.django_db


def metrics(**headers: str) -> str:
    return Client().get("/metrics", headers=headers).content.decode()


def count(line: str) -> float:
    match = re.search(rf"^{re.escape(line)} (\S+)$", metrics(), re.MULTILINE)
    return float(match[1]) if match else 0.0


@pytest.mark.parametrize(
    ("path", "route", "method", "status"),
    [
        ("/ar/appointments/", "<language>/appointments/", "GET", 200),
        ("/fil/appointments/", "<language>/appointments/", "GET", 200),
        ("/en/nothing-here/", "none", "GET", 404),
        ("/api/v1/appointments/ABCDEFGH2", "api/v1/appointments/<number>", "GET", 401),
        ("/api/v1/offices", "api/v1/offices", "GET", 422),
        ("/health/live", "health/live", "GET", 200),
    ],
)
def test_it_counts_requests_by_the_pattern_of_their_address(
    path: str, route: str, method: str, status: int
) -> None:
    line = f'guichet_requests_total{{method="{method}",route="{route}",status="{status}"}}'
    seconds = f'guichet_request_seconds_count{{route="{route}"}}'
    before = count(line), count(seconds)
    assert Client().get(path).status_code == status
    assert (count(line), count(seconds)) == (before[0] + 1, before[1] + 1)
    assert "ABCDEFGH2" not in metrics() and "nothing-here" not in metrics()


def test_an_invented_method_is_one_more_of_the_others() -> None:
    Client().generic("SECRET", "/en/")
    assert 'method="other"' in metrics() and "SECRET" not in metrics()


def test_a_node_tells_what_it_knows_while_the_database_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_booked()
    assert "guichet_database_up 1\n" in metrics() and "guichet_claims{" in metrics()

    def fail() -> None:
        raise psycopg.OperationalError

    monkeypatch.setattr(health._Sums, "until", 0.0)
    monkeypatch.setattr(health, "_ask_the_database", fail)
    answer = Client().get("/metrics")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "guichet_database_up 0\n" in text and "guichet_claims" not in text
    for name in ("guichet_requests_total{", "guichet_version{", "guichet_threads "):
        assert f"\n{name}" in f"\n{text}"


def test_sums_of_the_whole_site_are_marked_and_not_counted_for_every_question(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    make_booked()
    text = metrics()
    with django_assert_num_queries(0):
        metrics()
    for name in ("claims", "places", "last_release_timestamp_seconds"):
        assert f"# HELP guichet_{name} The whole site: " in text
    assert "# HELP guichet_requests_total Requests" in text


def test_who_is_told_to_come_back_is_counted() -> None:
    line = 'guichet_refused_total{kind="looking",status="503"}'
    before = count(line)
    busy.answer(environ_of(scope_of()), Kind.LOOKING)
    assert count(line) == before + 1


def test_it_tells_what_its_threads_and_connections_do() -> None:
    pool = Pool()
    pool.busy[Kind.FIRST] = 2
    pool.look()
    watch.look_at_database()
    text = metrics()
    assert 'guichet_threads_busy{kind="first"} 2.0\n' in text
    assert 'guichet_requests_waiting{kind="looking"} 0.0\n' in text
    assert 'guichet_database_connections{state="in_use"} ' in text
    assert "guichet_database_waiting 0.0\n" in text


def test_what_an_ended_process_told_of_itself_goes_and_what_it_counted_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(figures.FOLDER, "")
    (tmp_path / "counts" / "999999999").mkdir(parents=True)
    figures.announce(tmp_path)
    (folder,) = (tmp_path / "counts").iterdir()
    for name in ("gauge_livesum_999999999.db", "counter_999999999.db", "gauge_livesum_1.db"):
        (folder / name).touch()
    figures.forget_the_dead(folder)
    assert {path.name for path in folder.iterdir()} == {
        "counter_999999999.db",
        "gauge_livesum_1.db",
    }


def test_it_knows_its_own_memory_and_of_an_ended_process_none() -> None:
    assert memory.of_process() > 10_000_000
    assert memory.of_process(999_999_999) == 0


def test_the_time_of_a_request_begins_with_its_head() -> None:
    line = 'guichet_request_seconds_sum{route="none"}'
    before = count(line)
    middle = requests.Metered(lambda request: HttpResponse())
    request: HttpRequest = RequestFactory().get("/")
    request.META[requests.BEGUN] = requests.time.perf_counter() - 20
    middle(request)
    assert count(line) - before > 19


def test_a_folder_that_cannot_be_read_hides_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(figures.FOLDER, str(tmp_path))
    (tmp_path / "counter_1.db").touch()
    assert counts.as_text() == ""
    assert "guichet_database_up 1\n" in metrics()
