"""Spans as OpenTelemetry has them: who is whose child, what failed, and no value of anybody."""

from collections.abc import Iterator

import pytest

pytest.importorskip("opentelemetry.sdk", reason="the extra that sends traces is not installed")

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from guichet.kernel.logbook import logs
from guichet.kernel.tracing import sender, spans

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
PARENT = f"00-{TRACE}-{SPAN}-01"


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Have a sender in this process, whose spans stay here."""
    monkeypatch.setattr(spans, "sender", None)
    exporter = InMemorySpanExporter()
    ours = sender.become("web", SimpleSpanProcessor(exporter))
    assert spans.sender is ours
    yield exporter
    ours.provider.shutdown()


def only(exporter: InMemorySpanExporter) -> ReadableSpan:
    (span,) = exporter.get_finished_spans()
    return span


def test_a_span_has_its_process_its_name_and_its_facts(ended: InMemorySpanExporter) -> None:
    with spans.span("GET", {"a": 1}, kind=spans.REQUEST) as span:
        span.name("GET <language>/", {"b": "x" * 500})
    work = only(ended)
    assert (work.name, work.kind) == ("GET <language>/", SpanKind.SERVER)
    assert dict(work.attributes or {}) == {"a": 1, "b": "x" * sender.LONGEST}
    assert work.resource.attributes["service.name"] == "guichet"
    assert work.resource.attributes["guichet.process"] == "web"
    assert work.status.status_code is StatusCode.UNSET


@pytest.mark.parametrize("kind", [spans.REQUEST, spans.JOB, spans.STATEMENT, spans.WORK])
def test_every_kind_of_work_is_one_that_receivers_know(
    ended: InMemorySpanExporter, kind: str
) -> None:
    with spans.span("work", kind=kind):
        """Nothing is done."""
    assert only(ended).kind is sender.KINDS[kind]
    assert len(set(sender.KINDS.values())) == len(sender.KINDS)


def test_an_error_is_told_by_its_class_alone_and_goes_on(ended: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="Ada"), spans.span("work"):
        raise ValueError("Ada O’Neill")
    work = only(ended)
    assert (work.status.status_code, work.status.description) == (StatusCode.ERROR, "ValueError")
    assert work.events == ()
    assert "Ada" not in work.to_json()


def test_a_failure_that_raises_nothing_is_told_with_its_reason(
    ended: InMemorySpanExporter,
) -> None:
    with spans.span("work") as span:
        span.fail("503")
    assert only(ended).status.description == "503"


def test_what_is_within_is_a_child_of_the_same_trace(ended: InMemorySpanExporter) -> None:
    with spans.span("outer"), spans.span("inner"):
        """Nothing is done."""
    inner, outer = ended.get_finished_spans()
    assert inner.parent
    assert outer.context
    assert inner.parent.span_id == outer.context.span_id
    assert outer.parent is None


def test_a_traceparent_from_elsewhere_is_gone_on_with(ended: InMemorySpanExporter) -> None:
    with spans.span("job", parent=PARENT):
        name = spans.traceparent()
    work = only(ended)
    assert work.parent
    assert f"{work.parent.span_id:016x}" == SPAN
    assert name
    assert name.split("-")[1] == TRACE
    assert work.links == ()


def test_with_a_parent_from_elsewhere_it_links_to_what_is_under_way_here(
    ended: InMemorySpanExporter,
) -> None:
    with spans.span("worker"), spans.span("job", parent=PARENT):
        """Nothing is done."""
    job, worker = ended.get_finished_spans()
    assert [link.context for link in job.links] == [worker.context]
    assert job.parent
    assert f"{job.parent.trace_id:032x}" == TRACE


@pytest.mark.parametrize("parent", ["", "nonsense", PARENT.replace("-01", "")])
def test_what_is_no_traceparent_begins_a_trace_of_its_own(
    ended: InMemorySpanExporter, parent: str
) -> None:
    with spans.span("work", parent=parent):
        """Nothing is done."""
    assert only(ended).parent is None


def test_a_span_may_have_begun_before_it_is_known(ended: InMemorySpanExporter) -> None:
    with spans.span("GET", seconds_ago=20.0):
        """Nothing is done."""
    work = only(ended)
    assert work.start_time
    assert work.end_time
    assert 20e9 <= work.end_time - work.start_time < 30e9


def test_the_trace_is_on_the_log_while_it_lasts_and_not_after(
    ended: InMemorySpanExporter,
) -> None:
    with spans.span("outer", parent=PARENT):
        assert logs.trace_id.get() == TRACE
        with spans.span("inner"):
            assert logs.trace_id.get() == TRACE
    assert logs.trace_id.get() == ""
    assert not spans.is_under_way()
    assert spans.traceparent() is None


def test_something_is_under_way_only_inside(ended: InMemorySpanExporter) -> None:
    assert not spans.is_under_way()
    with spans.span("work"):
        assert spans.is_under_way()


def test_spans_go_to_the_receiver_at_the_path_that_it_has_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    addresses: list[tuple[str, float]] = []
    processes: list[str] = []
    monkeypatch.setattr(
        sender, "OTLPSpanExporter", lambda url, timeout: addresses.append((url, timeout))
    )
    monkeypatch.setattr(sender, "BatchSpanProcessor", lambda exporter: exporter)
    monkeypatch.setattr(sender, "become", lambda process, processor: processes.append(process))
    for receiver in ("http://127.0.0.1:4318", "http://127.0.0.1:4318/"):
        sender.begin("worker", receiver)
    assert addresses == [("http://127.0.0.1:4318/v1/traces", sender.PATIENCE)] * 2
    assert processes == ["worker"] * 2
