"""One request after another, without a web server: bodies that stall, threads that are stuck."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import pytest

from guichet.applications.papers.kinds import LARGEST
from guichet.kernel.guarding import network
from guichet.kernel.logbook import logged_errors, logs
from guichet.serving import bodies, busy
from guichet.serving.exchange import answer_of, environ_of
from guichet.serving.front import Front
from guichet.serving.kinds import Kind
from guichet.serving.pool import Pool
from guichet.serving.rules import Share
from guichet.serving.testing import Wire, scope_of
from guichet.web.languages import ALL

FORM = [(b"content-type", b"application/x-www-form-urlencoded")]
FILE = [(b"content-type", b"multipart/form-data; boundary=x"), (b"cookie", b"guichet_application=")]
HASTY = {kind: Share(own=1, most=1, line=1, patience=0.05) for kind in Kind}


@pytest.fixture(autouse=True)
def _hears_soon_that_an_answer_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the loop look often, for nothing else wakes it here: half a second each is long."""
    monkeypatch.setattr("guichet.serving.front._TIDY", 0.02)


def echo(environ: Any, start_response: Any) -> Iterable[bytes]:
    """Answer with what was sent."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Length", environ.get("CONTENT_LENGTH", ""))])
    return [body]


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(work(), 20))


async def call(front: Front, scope: dict[str, Any], wire: Wire) -> Wire:
    await front(scope, wire.receive, wire.send)
    return wire


def test_it_hands_on_a_body_whole_whether_its_length_was_told_or_not() -> None:
    async def work() -> None:
        front = Front(echo)
        with_length = scope_of("POST", headers=[*FORM, (b"content-length", b"6")])
        for scope in (with_length, scope_of("POST", headers=FORM)):
            wire = await call(front, scope, Wire([b"abc", b"def"]))
            assert (wire.status, wire.content) == (200, b"abcdef")
            assert wire.headers[b"length"] == b"6"

    run(work)


def test_it_waits_for_a_slow_line_but_not_for_one_that_stalls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.3)
    paths: list[str] = []

    def noting(environ: Any, start_response: Any) -> Iterable[bytes]:
        paths.append(environ["PATH_INFO"])
        return echo(environ, start_response)

    async def work() -> None:
        scope = scope_of("POST", b"/ar/appointments/book/", headers=FORM)
        wire = await call(Front(noting), scope, Wire([b"abc"], stalls=True))
        assert wire.status == 408
        assert b'lang="ar"' in wire.content
        slow = slowly([b"x" * 100] * 4, pause=0.15)  # 100 bytes are worth a fifth of a second
        wire = Wire()
        await Front(noting)(scope, slow, wire.send)
        assert (wire.status, len(wire.content)) == (200, 400)

    run(work)
    assert paths == ["/ar/appointments/book/"]


def slowly(pieces: list[bytes], *, pause: float) -> bodies.Receive:
    wire = Wire(pieces)

    async def receive() -> Any:
        await asyncio.sleep(pause)
        return await wire.receive()

    return receive


def test_it_asks_nobody_about_a_body_that_was_cut_off() -> None:
    calls: list[object] = []

    async def work() -> None:
        front = Front(lambda environ, start: calls.append(environ) or [])  # type: ignore[func-returns-value]
        wire = await call(front, scope_of("POST", headers=FORM), Wire([b"abc"], goes_away=True))
        assert wire.status == 400  # for who is there still, and sent what is no HTTP

    run(work)
    assert calls == []


def test_it_is_alive_while_every_thread_is_stuck() -> None:
    gate = threading.Event()

    def stuck(environ: Any, start_response: Any) -> Iterable[bytes]:
        gate.wait(10)
        return echo(environ, start_response)

    async def work() -> None:
        front = Front(stuck)
        paths = [b"/en/"] * 20 + [b"/en/appointments/book/"] * 20
        calls = [asyncio.create_task(call(front, scope_of("GET", p), Wire())) for p in paths]
        await asyncio.sleep(0.05)
        wire = await asyncio.wait_for(call(front, scope_of("GET", b"/health/live"), Wire()), 0.5)
        assert (wire.status, wire.content) == (200, b'{"status": "live"}')
        gate.set()
        assert {wire.status for wire in await asyncio.gather(*calls)} == {200}

    run(work)


@pytest.mark.parametrize("language", ALL)
def test_it_tells_a_looker_in_their_language_to_wait_and_comes_back_by_itself(
    language: str,
) -> None:
    gate = threading.Event()

    def stuck(environ: Any, start_response: Any) -> Iterable[bytes]:
        gate.wait(10)
        return echo(environ, start_response)

    async def work() -> None:
        front = Front(stuck, pool=Pool(shares=HASTY, threads=3))
        path = f"/{language}/appointments/".encode()
        calls = [asyncio.create_task(call(front, scope_of("GET", path), Wire())) for _ in range(2)]
        await asyncio.sleep(0.01)
        wire = await call(front, scope_of("GET", path), Wire())
        assert wire.status == 503
        assert f'lang="{language}"'.encode() in wire.content
        assert 5 <= int(wire.headers[b"refresh"]) <= 15
        assert wire.headers[b"retry-after"] == wire.headers[b"refresh"]
        booking = f"/{language}/appointments/book/".encode()
        first = asyncio.create_task(call(front, scope_of("POST", booking), Wire([b"x"])))
        await asyncio.sleep(0.01)
        assert not first.done()  # it has a thread of its own
        gate.set()
        assert (await first).content == b"x"
        await asyncio.gather(*calls)

    run(work)


@pytest.mark.parametrize("status", [408, 503])
def test_what_is_told_without_django_names_its_request_as_the_log_does(
    status: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "is_trusted", lambda address: address == "10.0.0.1")
    caplog.handler.setFormatter(logs.LogFormat())
    head = {"PATH_INFO": "/en/", "REMOTE_ADDR": "10.0.0.1", "HTTP_X_REQUEST_ID": "from-the-proxy-7"}
    answer = busy.answer(head, Kind.LOOKING, status=status)
    assert dict(answer.headers)[b"x-request-id"] == b"from-the-proxy-7"
    assert f"{status}: looking [from-the-proxy-7]" in caplog.text
    strange = busy.answer(head | {"REMOTE_ADDR": "203.0.113.9"}, Kind.LOOKING, status=status)
    name = dict(strange.headers)[b"x-request-id"].decode()
    assert name != "from-the-proxy-7" and f"[{name}]" in caplog.text
    assert "203.0.113.9" not in caplog.text and "/en/" not in caplog.text


def test_a_fault_that_django_does_not_answer_names_its_request_as_the_log_does(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def faulty(environ: Any, start_response: Any) -> Iterable[bytes]:
        raise RuntimeError("somebody's name")

    caplog.handler.setFormatter(logs.LogFormat())
    caplog.handler.addFilter(logged_errors.OneLine())
    answer = answer_of(faulty, environ_of(scope_of()))
    name = dict(answer.headers)[b"x-request-id"].decode()
    assert answer.status == 500
    assert "An answer could not be made: RuntimeError at " in caplog.text
    assert f"[{name}]" in caplog.text and "somebody" not in caplog.text


def test_it_tells_a_program_in_its_own_format() -> None:
    environ = {"PATH_INFO": "/api/v1/offices", "HTTP_ACCEPT_LANGUAGE": "fr"}
    answer = busy.answer(environ, Kind.LOOKING)
    assert dict(answer.headers)[b"content-type"] == b"application/problem+json"
    assert b'"code": "unavailable"' in answer.content
    assert "Nous ne pouvons pas répondre".encode() in answer.content


def test_it_keeps_no_more_of_a_file_than_a_paper_may_have_and_what_comes_behind_it() -> None:
    assert bodies.KEPT > LARGEST + bodies.TAIL
    piece, end = bytes(1024 * 1024), b"--the end--"

    async def work() -> None:
        wire = Wire([piece] * 40 + [end])
        path = b"/en/eta/yours/papers/1/"
        length = str(40 * len(piece) + len(end)).encode()
        scope = scope_of("POST", path, headers=[*FILE, (b"content-length", length)])
        await call(Front(echo), scope, wire)
        assert len(wire.content) == bodies.KEPT + bodies.TAIL
        assert wire.content.endswith(end)

    run(work)


def test_it_does_not_read_what_is_announced_as_too_large() -> None:
    async def work() -> None:
        stranger = [FILE[0], (b"content-length", str(3 * 1024 * 1024).encode())]
        wire = Wire(stalls=True)
        await call(Front(echo), scope_of("POST", headers=stranger), wire)
        assert (wire.content, wire.headers[b"length"]) == (b"", b"3145728")

    run(work)


def test_it_lets_the_slowest_give_way_where_it_gets_crowded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bodies, "YOUNG", 0.0)

    async def work() -> None:
        front = Front(echo)
        front.forms = bodies.Room(most=4, of_a_network=3)
        scope = scope_of("POST", b"/en/appointments/book/", headers=FORM)
        stalled = [Wire([b"x" * (n + 1)], stalls=True) for n in range(3)]
        calls = [asyncio.create_task(call(front, scope, wire)) for wire in stalled]
        await asyncio.sleep(0.02)
        wire = await call(front, scope, Wire([b"mine"]))
        assert (wire.status, wire.content) == (200, b"mine")
        await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
        assert [wire.status for wire in stalled] == [408, 0, 0]
        for task in calls:
            task.cancel()

    run(work)


def test_it_loses_no_thread_to_who_hangs_up_before_the_answer() -> None:
    def gone(message: Any) -> Any:
        raise RuntimeError("nobody is there")

    async def work() -> None:
        front = Front(echo, pool=Pool(shares=HASTY, threads=3))
        for _ in range(5):
            wire = Wire()
            await front(scope_of("GET", b"/en/"), wire.receive, gone)
        wire = await call(front, scope_of("GET", b"/en/"), Wire())
        assert wire.status == 200

    run(work)
