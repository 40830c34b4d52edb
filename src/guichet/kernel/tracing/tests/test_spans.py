"""A span holds patterns, tables and numbers; without a receiver there is none, and no cost."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.guarding import network
from guichet.kernel.logbook.request_ids import HEADER
from guichet.kernel.meters.requests import BEGUN
from guichet.kernel.tracing import requests, spans, statements, switch
from guichet.kernel.tracing.requests import Traced
from guichet.kernel.tracing.statements import meaning_of, traced

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
PROXY, STRANGER = "192.0.2.7", "198.51.100.9"


class Span:
    """A span that is only remembered."""

    def __init__(self, name: str, facts: Mapping[str, Any], **more: Any) -> None:
        self.names, self.facts, self.more = [name], dict(facts), more
        self.reasons: list[str] = []

    def name(self, name: str, facts: Mapping[str, Any]) -> None:
        self.names.append(name)
        self.facts |= facts

    def fail(self, reason: str) -> None:
        self.reasons.append(reason)


class Sender:
    """A sender that sends nothing."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.is_on = True
        self.parent = PARENT

    @contextmanager
    def span(self, name: str, facts: Mapping[str, Any], **more: Any) -> Iterator[Span]:
        self.spans.append(Span(name, facts, **more))
        yield self.spans[-1]

    def is_under_way(self) -> bool:
        return self.is_on

    def traceparent(self) -> str:
        return self.parent


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> Sender:
    sender = Sender()
    monkeypatch.setattr(spans, "sender", sender)
    return sender


@pytest.fixture
def _one_proxy(settings: LazySettings) -> Iterator[None]:
    settings.TRUSTED_PROXIES = [PROXY]
    network._trusted.cache_clear()
    yield
    network._trusted.cache_clear()


def test_where_no_traces_are_sent_there_is_a_span_that_does_nothing() -> None:
    assert spans.sender is None
    with spans.span("work", {"a": 1}) as span:
        span.name("other", {"b": 2})
        span.fail("why")
    assert not spans.is_under_way()
    assert spans.traceparent() is None


def test_a_span_is_work_of_this_process_where_nothing_else_is_said(sender: Sender) -> None:
    with spans.span("work"):
        assert sender.spans[0].names == ["work"]
    assert sender.spans[0].more == {"kind": spans.WORK, "parent": "", "seconds_ago": 0.0}
    assert sender.spans[0].facts == {}


def test_what_is_under_way_is_told_to_who_goes_on_with_it(sender: Sender) -> None:
    assert spans.is_under_way()
    assert spans.traceparent() == PARENT
    sender.parent, sender.is_on = "", False
    assert spans.traceparent() is None
    assert not spans.is_under_way()


def answered(
    request: HttpRequest, route: str | None = "en/slots/<int:slot>/", status: int = 200
) -> HttpResponse:
    def answer(request: HttpRequest) -> HttpResponse:
        request.resolver_match = SimpleNamespace(route=route) if route else None  # type: ignore[assignment]
        return HttpResponse(status=status, headers={HEADER: "edge-12345"})

    return Traced(answer)(request)


def test_a_request_is_named_by_its_pattern_and_never_by_its_address(sender: Sender) -> None:
    answered(RequestFactory().get("/en/slots/4711/?name=Ada"))
    (span,) = sender.spans
    assert span.names == ["GET", "GET <language>/slots/<int:slot>/"]
    assert span.facts == {
        "http.request.method": "GET",
        "http.route": "<language>/slots/<int:slot>/",
        "http.response.status_code": 200,
        "guichet.request": "edge-12345",
    }
    assert span.more["kind"] == spans.REQUEST
    assert "4711" not in str(vars(span))
    assert "Ada" not in str(vars(span))


@pytest.mark.parametrize(("status", "reasons"), [(404, []), (499, []), (500, ["500"])])
def test_only_a_fault_of_ours_is_a_failure(sender: Sender, status: int, reasons: list[str]) -> None:
    answer = answered(RequestFactory().get("/"), None, status)
    assert answer.status_code == status, "and the answer is the one that was given"
    assert sender.spans[0].reasons == reasons
    assert sender.spans[0].facts["http.route"] == "none"


def test_an_invented_method_is_one_of_the_others(sender: Sender) -> None:
    answered(RequestFactory().generic("ADA-LOVELACE", "/"))
    assert sender.spans[0].names[0] == "other"


def test_a_request_began_when_its_head_came(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "time", SimpleNamespace(perf_counter=lambda: 100.0))
    request = RequestFactory().get("/")
    request.META[BEGUN] = 98.5
    answered(request)
    answered(RequestFactory().get("/"))
    assert [span.more["seconds_ago"] for span in sender.spans] == [1.5, 0.0]


@pytest.mark.usefixtures("_one_proxy")
@pytest.mark.parametrize(("address", "parent"), [(PROXY, PARENT), (STRANGER, ""), ("", "")])
def test_the_trace_of_a_proxy_of_ours_goes_on_and_a_strangers_does_not(
    sender: Sender, address: str, parent: str
) -> None:
    answered(RequestFactory().get("/", REMOTE_ADDR=address, HTTP_TRACEPARENT=PARENT))
    assert sender.spans[0].more["parent"] == parent


@pytest.mark.parametrize(
    ("sql", "meaning"),
    [
        ("SELECT count(*) FROM kernel_tally", ("SELECT", "kernel_tally")),
        ('INSERT INTO "kernel_mark" VALUES (%s)', ("INSERT", "kernel_mark")),
        ("UPDATE kernel_dispatch SET tried = 1", ("UPDATE", "kernel_dispatch")),
        ("SELECT take_token(%s, %s, %s, %s)", ("SELECT", "take_token")),
        ("\n  with x AS (SELECT 1) DELETE FROM kernel_try", ("WITH", "kernel_try")),
        ("SELECT a FROM secrets JOIN kernel_tally ON true", ("SELECT", "kernel_tally")),
        ("SELECT 1", ("SELECT", "")),
        ("SELECT 'FROM Ada'", ("SELECT", "")),
        ("SAVEPOINT ada", ("SAVEPOINT", "")),
        ("ADA LOVELACE", ("OTHER", "")),
        ("", ("OTHER", "")),
        ("-- Ada\nSELECT 1", ("OTHER", "")),
    ],
)
def test_a_statement_is_told_by_its_verb_and_a_table_of_ours(
    sql: str, meaning: tuple[str, str]
) -> None:
    assert meaning_of(sql) == meaning


@given(st.text())
def test_no_word_of_a_statement_is_told_that_is_none_of_ours(sql: str) -> None:
    verb, name = meaning_of(f"SELECT '{sql}' FROM {sql}")
    assert verb == "SELECT"
    assert name == "" or name in statements._our_names()


def execute(sql: str, values: object, many: bool, context: Mapping[str, Any]) -> tuple[Any, ...]:
    return sql, values, many, context["x"]


def test_a_statement_of_what_is_under_way_is_a_part_of_it(sender: Sender) -> None:
    call = ("SELECT 1 FROM kernel_tally WHERE name = %s", ["Ada"], False, {"x": 7})
    assert traced(execute, *call) == (*call[:3], 7)
    (span,) = sender.spans
    assert span.names == ["SELECT kernel_tally"]
    assert span.more["kind"] == spans.STATEMENT
    assert span.facts == {
        "db.system.name": "postgresql",
        "db.operation.name": "SELECT",
        "db.collection.name": "kernel_tally",
    }
    traced(execute, "SELECT 1", None, False, {"x": 7})
    assert sender.spans[1].names == ["SELECT"]
    sender.is_on = False
    assert traced(execute, *call) == (*call[:3], 7)
    assert len(sender.spans) == 2


def test_nothing_is_loaded_or_begun_without_a_receiver_or_without_the_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    modules: list[str] = []
    beginnings: list[tuple[str, str]] = []

    def load(name: str) -> SimpleNamespace:
        modules.append(name)
        return SimpleNamespace(begin=lambda *facts: beginnings.append(facts))

    monkeypatch.setattr(switch, "import_module", load)
    for receiver, is_there in (("", True), ("http://127.0.0.1:4318", False)):
        monkeypatch.setattr(switch, "is_installed", lambda is_there=is_there: is_there)
        switch.load(receiver)
        switch.begin("web", receiver)
    assert (modules, beginnings) == ([], [])
    monkeypatch.setattr(switch, "is_installed", lambda: True)
    switch.load("http://127.0.0.1:4318")
    switch.begin("web", "http://127.0.0.1:4318")
    assert set(modules) == {"guichet.kernel.tracing.sender"}
    assert beginnings == [("web", "http://127.0.0.1:4318")]
