"""Spans as the library of OpenTelemetry makes them, sent in batches by a thread of its own."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from guichet import release
from guichet.kernel.logbook import logs
from guichet.kernel.tracing import spans

KINDS = {
    spans.REQUEST: SpanKind.SERVER,
    spans.JOB: SpanKind.CONSUMER,
    spans.STATEMENT: SpanKind.CLIENT,
    spans.WORK: SpanKind.INTERNAL,
}
PATIENCE = 3.0  # seconds for a receiver: a process that ends waits for no more
LONGEST = 200  # characters of a fact
_W3C = TraceContextTextMapPropagator()
_FIELD = "traceparent"


class _Span:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def name(self, name: str, facts: spans.Facts) -> None:
        self._span.update_name(name)
        self._span.set_attributes(facts)

    def fail(self, reason: str) -> None:
        self._span.set_status(Status(StatusCode.ERROR, reason))


class Sender:
    """The one of a process."""

    def __init__(self, provider: TracerProvider) -> None:
        self.provider = provider
        self._tracer = provider.get_tracer("guichet", release.version())

    @contextmanager
    def span(
        self,
        name: str,
        facts: spans.Facts,
        *,
        kind: str,
        parent: str,
        seconds_ago: float,
    ) -> Iterator[_Span]:
        """Begin a span. With a parent that came from elsewhere, it links to what is under way."""
        context = _W3C.extract({_FIELD: parent}) if parent else None
        here = trace.get_current_span().get_span_context()
        links = [Link(here)] if parent and here.is_valid else None
        with self._tracer.start_as_current_span(
            name,
            context=context,
            kind=KINDS[kind],
            attributes=facts,
            links=links,
            start_time=time.time_ns() - int(seconds_ago * 1e9),
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            token = logs.trace_id.set(f"{span.get_span_context().trace_id:032x}")
            try:
                yield _Span(span)
            except BaseException as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise
            finally:
                logs.trace_id.reset(token)

    def is_under_way(self) -> bool:
        """Tell whether there is a span here that is sent."""
        return trace.get_current_span().is_recording()

    def traceparent(self) -> str:
        """Return the traceparent of what is under way here; empty where nothing is."""
        carrier: dict[str, str] = {}
        _W3C.inject(carrier)
        return carrier.get(_FIELD, "")


def begin(process: str, receiver: str) -> None:
    """Send what this process does to a receiver."""
    exporter = OTLPSpanExporter(f"{receiver.rstrip('/')}/v1/traces", timeout=PATIENCE)
    become(process, BatchSpanProcessor(exporter))


def become(process: str, processor: SpanProcessor) -> Sender:
    """Give this process its sender. What it cannot send is said in the log, and forgotten."""
    logging.getLogger("opentelemetry").setLevel(logging.ERROR)
    facts = {
        "service.name": "guichet",
        "service.version": release.version(),
        "guichet.process": process,
    }
    provider = TracerProvider(
        resource=Resource.create(facts),
        span_limits=SpanLimits(max_span_attribute_length=LONGEST),
    )
    provider.add_span_processor(processor)
    spans.sender = sender = Sender(provider)
    return sender
