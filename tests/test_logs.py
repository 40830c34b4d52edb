"""What the log says: one line for a failure, few of the same, and which request it was."""

import json
import logging
import re
from typing import Any

import pytest
from django.test import Client

from guichet.guidance import views
from guichet.kernel.guarding import network
from guichet.kernel.logbook import failures, logs, request_ids
from guichet.kernel.running import watching

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def proxy(settings: Any) -> Any:
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    network._trusted.cache_clear()
    yield
    network._trusted.cache_clear()


def name_of(**headers: str) -> str:
    return str(Client().get("/health/live", headers=headers)[request_ids.HEADER])


def test_a_request_is_named_by_a_proxy_of_ours(proxy: None) -> None:
    assert name_of(**{"X-Request-Id": "from-the-proxy-7"}) == "from-the-proxy-7"
    assert name_of(traceparent=f"00-{TRACE}-00f067aa0ba902b7-01") == TRACE
    for bad in ("short", "a b c d e f g h", "x" * 65, "Ada\r\nLovelace"):
        assert re.fullmatch("[0-9a-f]{16}", name_of(**{"X-Request-Id": bad}))


def test_a_stranger_names_no_request() -> None:
    first, second = (name_of(**{"X-Request-Id": "from-a-stranger"}) for _ in range(2))
    assert re.fullmatch("[0-9a-f]{16}", first) and first != second


def fail(*args: object, **kwargs: object) -> None:
    raise RuntimeError("somebody's name")


def failing_client(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(views, "page", fail)
    return Client(raise_request_exception=False)


def test_a_failure_is_one_line_with_its_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(logs.LogFormat())
    monkeypatch.setattr(handler, "emit", lambda record: lines.append(handler.format(record)))
    monkeypatch.setattr(failures.log, "handlers", [handler])
    answer = failing_client(monkeypatch).get("/en/")
    (line,) = lines
    assert answer.status_code == 500 and "\n" not in line
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ", line)
    assert "RuntimeError at guichet/" in line and "guidance/views.py:" in line
    assert line.endswith(f"[{answer[request_ids.HEADER]}]") and "somebody" not in line


def test_a_line_for_people_is_one_line_whatever_is_said() -> None:
    text = "cannot connect\n\tIs the server running?\n2026-01-01 ERROR forged"
    record = logging.LogRecord("psycopg.pool", logging.WARNING, "", 0, text, (), None)
    assert len(logs.LogFormat().format(record).splitlines()) == 1


def test_the_same_failure_is_noted_a_few_times_and_each_reference_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = failing_client(monkeypatch)
    pages = [client.get("/en/").content.decode() for _ in range(logs.MOST + 5)]
    noted = [record for record in caplog.records if record.name == failures.log.name]
    assert len(noted) == logs.MOST
    references = {record.getMessage().partition(":")[0] for record in noted}
    for page in pages:
        assert any(reference in page for reference in references)


def test_after_a_minute_it_says_how_many_were_not_written() -> None:
    now = [0.0]
    limit = logs.Limit(most=2, clock=lambda: now[0])
    assert [limit.admit("a") for _ in range(5)] == [0, 0, None, None, None]
    assert limit.admit("b") == 0
    now[0] = 61
    assert [limit.admit("a") for _ in range(3)] == [3, 0, None]
    assert logs.repeated(3) == " (repeated 3 times before)" and logs.repeated(0) == ""


def test_a_library_that_says_the_same_again_and_again_is_kept_short() -> None:
    def record(number: int) -> logging.LogRecord:
        values = ("psycopg.pool", logging.WARNING, "", 0, "error connecting in %r", (number,), None)
        return logging.LogRecord(*values)

    repeats = logs.Repeats()
    assert sum(repeats.filter(record(number)) for number in range(900)) == logs.MOST
    quiet = logging.LogRecord("guichet", logging.INFO, "", 0, "said", (), None)
    assert all(repeats.filter(quiet) for _ in range(50))


def test_a_line_for_programs_is_one_object() -> None:
    message, facts = "first\nsecond %s", {"reference": "ABC-DEF"}
    record = logging.LogRecord("guichet", logging.ERROR, "", 0, message, ("é",), None)
    record.facts = facts
    token = logs.request_id.set("a-request")
    try:
        line = logs.Json().format(record)
    finally:
        logs.request_id.reset(token)
    entry = json.loads(line)
    assert "\n" not in line and entry["message"] == "first\nsecond é"
    assert (entry["level"], entry["request"], entry["reference"]) == (
        "ERROR",
        "a-request",
        "ABC-DEF",
    )
    assert entry["time"].endswith("+00:00")


def test_what_the_watching_process_says_has_the_form_of_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOG_FORMAT", "json")
    watching._say("The worker ended unexpectedly; it is started again.")
    line = json.loads(capsys.readouterr().err)
    assert line["message"] == "The worker ended unexpectedly; it is started again."
    assert {*line} == {"time", "level", "logger", "message", "process"}
    monkeypatch.delenv("LOG_FORMAT")
    watching._say("It is over.")
    assert capsys.readouterr().err == "It is over.\n"


@pytest.mark.parametrize(("form", "kind"), [("json", logs.Json), ("text", logs.LogFormat)])
def test_the_form_is_a_setting(form: str, kind: type) -> None:
    configured: Any = logs.configuration(level="WARNING", form=form)
    assert configured["formatters"]["line"]["()"] == f"{kind.__module__}.{kind.__qualname__}"
