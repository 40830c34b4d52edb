"""A request has the id that our proxy gave it; what a stranger sends as one is not believed."""

import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse

from guichet.kernel.guarding import network
from guichet.kernel.logbook import logs, request_ids
from guichet.kernel.logbook.request_ids import Named, id_of

FRESH = re.compile(r"[0-9a-f]{16}")
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


@pytest.fixture(autouse=True)
def _one_proxy(settings: LazySettings) -> Iterator[None]:
    settings.TRUSTED_PROXIES = ["192.0.2.7/32"]
    network._trusted.cache_clear()
    yield
    network._trusted.cache_clear()


def head(address: str = "192.0.2.7", **names: str) -> dict[str, str]:
    return {"REMOTE_ADDR": address, **names}


def test_it_takes_the_id_of_a_proxy_of_ours() -> None:
    assert id_of(head(HTTP_X_REQUEST_ID="edge-12345")) == "edge-12345"
    assert id_of(head(HTTP_TRACEPARENT=PARENT)) == TRACE
    assert id_of(head(HTTP_X_REQUEST_ID="edge-12345", HTTP_TRACEPARENT=PARENT)) == "edge-12345"


@pytest.mark.parametrize("address", ["192.0.2.8", "", "unix:", "nobody"])
def test_it_believes_no_stranger(address: str) -> None:
    names = {"HTTP_X_REQUEST_ID": "edge-12345", "HTTP_TRACEPARENT": PARENT}
    assert FRESH.fullmatch(id_of(head(address, **names)))


@pytest.mark.parametrize(
    "name",
    ["", "short", "x" * 65, "two words", "line\nline", "edge-12345\n", "é" * 10, "a=b;c=d&e"],
)
def test_it_writes_no_id_that_could_be_more_than_a_name(name: str) -> None:
    assert FRESH.fullmatch(id_of(head(HTTP_X_REQUEST_ID=name)))


@pytest.mark.parametrize("parent", ["", TRACE, PARENT.upper(), PARENT + "-00", "00-0-0-0"])
def test_it_reads_no_trace_that_is_none(parent: str) -> None:
    assert FRESH.fullmatch(id_of(head(HTTP_TRACEPARENT=parent)))


def test_it_gives_no_two_requests_one_id() -> None:
    assert len({id_of(head()) for _time in range(1000)}) == 1000


def test_the_id_is_on_the_log_while_the_request_lasts_and_in_the_answer() -> None:
    during: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        during.append(logs.request_id.get())
        return HttpResponse()

    response = Named(answer)(HttpRequest())
    assert during == [response[request_ids.HEADER]]
    assert logs.request_id.get() == ""


def test_the_next_request_has_nothing_of_one_that_failed() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Named(answer)(HttpRequest())
    assert logs.request_id.get() == ""
