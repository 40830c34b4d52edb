"""The API as a whole: its description, its page, its probes, and what it says of faults."""

import json
import re
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from guichet import health
from guichet.booking.testing import make_booked
from guichet.kernel.running import draining

pytestmark = pytest.mark.django_db
FORBIDDEN = re.compile(r"<script|style=|https?://(?!127\.0\.0\.1)")


def test_it_describes_every_call_of_the_contract() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    calls = {
        f"{method} {path}" for path, methods in described["paths"].items() for method in methods
    }
    appointment = "/api/v1/appointments/{number}"
    assert calls >= {
        "get /api/v1/offices",
        "get /api/v1/offices/{code}/days",
        "get /api/v1/offices/{code}/slots",
        "post /api/v1/holds",
        "post /api/v1/appointments",
        "post /api/v1/appointments/lost",
        f"get {appointment}",
        f"post {appointment}/move",
        f"post {appointment}/cancel",
        f"get {appointment}/notice",
        f"get {appointment}/notice.pdf",
        f"get {appointment}/notice.ics",
        "get /health/live",
        "get /health/ready",
        "get /metrics",
    }


def test_it_has_a_page_for_people_that_asks_nobody_else() -> None:
    page = Client().get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert not FORBIDDEN.search(text)
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "POST /api/v1/appointments/{number}/move" in text


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/", "/health/x", "/metrics/x"])
def test_it_answers_programs_in_json_where_nothing_is(path: str) -> None:
    answer = Client().get(path, headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Content-Language"] == "fr"


def test_it_answers_in_json_when_something_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    somebody = "Ada Lovelace"

    def fail(*args: object, **facts: object) -> None:
        raise RuntimeError(somebody)

    monkeypatch.setattr("guichet.offices.queries.find_office", fail)
    answer = Client().get("/api/v1/offices?country=MX")
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert "RuntimeError" in caplog.text
    assert f"{answer.json()['reference']}: 500 failed" in caplog.text
    assert somebody not in caplog.text


def test_it_says_that_it_is_unavailable_while_the_database_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: object, **facts: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("guichet.offices.queries.find_office", fail)
    answer = Client().get("/api/v1/offices?country=MX")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer["Retry-After"] == "5"


def test_it_lives_and_is_ready() -> None:
    assert Client().get("/health/live").json() == {"status": "live"}
    assert Client().get("/health/ready").json() == {"status": "ready"}


def test_it_is_not_ready_without_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health._Tables, "are_missing", lambda: True)
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_it_is_not_ready_while_it_is_about_to_stop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GUICHET_DRAINING", "")
    draining.announce(tmp_path)
    assert Client().get("/health/ready").status_code == 200
    draining.begin()
    assert Client().get("/health/ready").status_code == 503
    assert Client().get("/health/live").status_code == 200
    assert Client().get("/api/v1/offices?country=ZZ").status_code == 422
    draining.end()
    assert Client().get("/health/ready").status_code == 200


def test_it_is_not_ready_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise psycopg.OperationalError

    monkeypatch.setattr(health, "_ask_the_database", fail)
    assert Client().get("/health/ready").status_code == 503
    assert Client().get("/health/live").status_code == 200


_LABEL = r'\w+="[\w<>:/.+*()?|$-]*"'
_A_COUNT = rf"\w+(\{{{_LABEL}(,{_LABEL})*\}})? [\d.e+-]+"


def test_it_counts_for_prometheus_and_names_nobody() -> None:
    booked = make_booked(name="Ada Lovelace", email="ada@example.org")
    answer = Client().get("/metrics")
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    text = answer.content.decode()
    assert 'guichet_claims{state="booked"} 1\n' in text
    assert 'guichet_dispatches_pending{kind="appointment_confirmed"} 1\n' in text
    for private in ("Ada", "ada@", booked.appointment.confirmation_number or "", "+1212"):
        assert private not in text
    for line in text.splitlines():
        assert line.startswith("#") or re.fullmatch(_A_COUNT, line), line


def test_it_keeps_every_answer_free_of_cookies_and_sessions() -> None:
    for path in ("/health/live", "/api/v1/offices?country=ZZ", "/api/v1/docs"):
        answer = Client().get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


def test_it_describes_itself_without_addresses_of_others() -> None:
    text = json.dumps(Client().get("/api/v1/openapi.json").json())
    assert "http" not in text.replace('"type": "http"', "").replace("HTTP", "")
