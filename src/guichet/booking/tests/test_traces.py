"""Traces, where the extra is installed: what was done and how long, and nothing of anybody."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.booking.keys.tokens import pin_of
from guichet.booking.models import Appointment, Slot
from guichet.booking.tests.journey import MANAGE, book, press
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.kernel.guarding import network
from guichet.kernel.logbook import logs
from guichet.kernel.models import Dispatch
from guichet.kernel.tracing import spans, statements, switch

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("now"),
    pytest.mark.skipif(
        not switch.is_installed(),
        reason="What sends traces is not installed: make ready-with-traces.",
    ),
]
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
TRACEPARENT = f"00-{TRACE}-{PARENT}-01"
PERSONAL = (
    "Ada",
    "Lovelace",
    "ada@",
    "2125550142",
    "555-0142",
    "1985-05-17",
    "127.0.0.1",
    "Main Street",
)


class Trace:
    """The spans that have ended, as they are sent."""

    def __init__(self, exporter: Any) -> None:
        self._exporter = exporter

    @property
    def all(self) -> list[Any]:
        return list(self._exporter.get_finished_spans())

    def span(self, name: str) -> Any:
        (span,) = [span for span in self.all if span.name == name]
        return span

    def text(self) -> str:
        return "\n".join(span.to_json() for span in self.all)


@pytest.fixture
def traced(settings: Settings) -> Iterator[None]:
    """Have spans made, as a start with a receiver does."""
    settings.MIDDLEWARE = [switch.MIDDLEWARE, *settings.MIDDLEWARE]
    with connection.execute_wrapper(statements.traced):
        yield
    spans.sender = None


@pytest.fixture
def trace(traced: None) -> Trace:
    """Keep the spans of this process instead of sending them."""
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from guichet.kernel.tracing import sender

    exporter = InMemorySpanExporter()
    sender.become("web", SimpleSpanProcessor(exporter))
    return Trace(exporter)


@pytest.fixture
def proxy(settings: Settings) -> Iterator[None]:
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    network._trusted.cache_clear()
    yield
    network._trusted.cache_clear()


def test_a_booking_is_told_by_routes_and_statements_and_holds_nothing_of_anybody(
    client: Client, day: Slot, postbox: Postbox, trace: Trace
) -> None:
    book(client, day, email="ada@example.org")
    appointment = Appointment.objects.get()
    number, pin = str(appointment.confirmation_number), pin_of(appointment)
    press(client, MANAGE, {"number": number, "pin": pin})
    deliver_all()

    request = trace.span("POST <language>/appointments/book/")
    assert request.attributes["http.route"] == "<language>/appointments/book/"
    assert request.attributes["http.response.status_code"] == 302
    assert request.kind.name == "SERVER"
    parts = [
        span for span in trace.all if span.parent and span.parent.span_id == request.context.span_id
    ]
    names = {span.name for span in parts}
    assert "SELECT confirm_place" in names and "SELECT write_dispatch" in names
    assert {"POST <language>/appointments/manage/", "GET <language>/appointments/notice/"} <= {
        span.name for span in trace.all
    }

    text = trace.text()
    for secret in (*PERSONAL, number, f"{number[:3]}-{number[3:]}", pin):
        assert secret not in text, secret
    allowed = {"http.request.method", "http.route", "http.response.status_code", "guichet.request"}
    allowed |= {"db.system.name", "db.operation.name", "db.collection.name", "guichet.dispatch"}
    assert {name for span in trace.all for name in span.attributes} <= allowed
    assert all(not span.events for span in trace.all)


def test_a_mail_goes_on_with_the_trace_of_its_cause(
    client: Client, day: Slot, postbox: Postbox, trace: Trace
) -> None:
    book(client, day, email="ada@example.org")
    request = trace.span("POST <language>/appointments/book/")
    with spans.span("guichet.deliver", kind=spans.JOB):
        deliver_all()
    assert len(postbox.mails) == 1
    mail, job = trace.span("deliver appointment_confirmed"), trace.span("guichet.deliver")
    assert mail.context.trace_id == request.context.trace_id
    assert [link.context.span_id for link in mail.links] == [job.context.span_id]
    assert mail.context.trace_id != job.context.trace_id


def test_it_goes_on_with_a_trace_of_our_proxy(client: Client, proxy: None, trace: Trace) -> None:
    client.get("/en/", headers={"traceparent": TRACEPARENT, "tracestate": "somebody=Ada"})
    span = trace.span("GET <language>/")
    assert f"{span.context.trace_id:032x}" == TRACE
    assert f"{span.parent.span_id:016x}" == PARENT
    assert "Ada" not in trace.text()


def test_a_stranger_fills_no_trace(client: Client, trace: Trace) -> None:
    client.get("/en/", headers={"traceparent": TRACEPARENT})
    assert f"{trace.span('GET <language>/').context.trace_id:032x}" != TRACE


def test_what_nothing_stands_at_is_told_without_its_address(client: Client, trace: Trace) -> None:
    client.get("/en/Ada-Lovelace/?name=Ada")
    client.generic("ADA", "/en/")
    assert {"GET none", "other <language>/"} <= {span.name for span in trace.all}
    assert "Ada" not in trace.text() and "ADA" not in trace.text()


def test_a_failure_is_told_by_its_kind(trace: Trace) -> None:
    with (
        pytest.raises(DatabaseError),
        spans.span("a job", kind=spans.JOB),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT CAST(%s AS integer) FROM booking_slot", ["Ada Lovelace"])
    assert trace.span("SELECT booking_slot").status.description == "DataError"
    assert not trace.span("a job").status.is_ok
    assert "Ada" not in trace.text()


def test_the_log_names_the_trace_beside_the_request(
    client: Client, day: Slot, trace: Trace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(logs.LogFormat())
    with spans.span("a job", kind=spans.JOB):
        logs.request_id.set("job-7")
        logging.getLogger("guichet").warning("Something is slow.")
        logs.request_id.set("")
    trace_id = f"{trace.span('a job').context.trace_id:032x}"
    assert caplog.text.endswith(f"Something is slow. [job-7 {trace_id}]\n")
    assert logs.trace_id.get() == ""


def test_statements_of_nothing_that_is_under_way_have_no_span(trace: Trace) -> None:
    assert Slot.objects.count() == 0
    assert trace.all == []


def test_without_a_receiver_nothing_is_written_with_a_dispatch(
    client: Client, day: Slot, postbox: Postbox
) -> None:
    book(client, day, email="ada@example.org")
    assert spans.sender is None
    assert Dispatch.objects.get().traceparent is None


def test_it_sends_them_to_a_receiver_over_http(client: Client, day: Slot, traced: None) -> None:
    from guichet.kernel.tracing.testing import receiving

    with receiving() as receiver:
        switch.begin("web", receiver.url)
        book(client, day, email="ada@example.org")
        end()
    assert receiver.paths == {"/v1/traces"}
    names = {(span.process, span.name) for span in receiver.spans()}
    assert ("web", "POST <language>/appointments/book/") in names
    assert ("web", "SELECT confirm_place") in names
    for secret in PERSONAL:
        assert all(secret.encode() not in body for body in receiver.bodies)


def test_a_receiver_that_is_gone_costs_no_request_and_no_end(
    client: Client, traced: None, caplog: pytest.LogCaptureFixture
) -> None:
    from guichet.kernel.tracing.testing import receiving

    with receiving() as receiver:
        pass
    switch.begin("web", receiver.url)
    assert client.get("/en/").status_code == 200
    start = time.monotonic()
    end()
    assert time.monotonic() - start < 6


def end() -> None:
    """Send what is left, as the end of a process does."""
    sender: Any = spans.sender
    sender.provider.shutdown()
