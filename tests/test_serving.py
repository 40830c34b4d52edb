"""A real site under people who send slowly and look often: who books does not notice."""

import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from statistics import median

import pytest

from bench.browser import Browser
from bench.people import person
from tests.patience import PATIENCE
from tests.sites import Site, free_slots, small_site

pytestmark = pytest.mark.slow
STALLED = 60
IDLE = 2_200
WITHIN = 2.0  # seconds, from a call to a screen
PAIR = """
from django.test import Client
from guichet.counter.testing import make_desk_office
from guichet.devices.holding import COOKIE
from guichet.devices.testing import make_device
from guichet.kernel import clock
client = Client()
make_device(make_desk_office("DSP").pk, client=client, now=clock.now())
print(f"{COOKIE}={client.cookies[COOKIE].value}")
"""
CALL = """
import time
from guichet.counter.queue import actions
from guichet.counter.testing import make_counter_officer, make_walk_in
from guichet.kernel import clock
from guichet.offices.models import Office
office = Office.objects.get(pk="DSP")
make_walk_in(office, now=clock.now())
actions.call_next(office, desk="7", officer=make_counter_officer(), now=clock.now())
print(time.monotonic())
"""
TAKE_AWAY = """
from guichet.devices import actions
from guichet.devices.models import Device
from guichet.kernel import clock
actions.take_away(Device.objects.get().pk, office="DSP", actor="staff:1", now=clock.now())
"""
FORM = "application/x-www-form-urlencoded"
FILE = "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with small_site() as site:
        site.run()
        yield site


def stalled(site: Site, *, content_type: str) -> socket.socket:
    """Send the head of a form and the beginning of its body, and no more."""
    connection = socket.create_connection(("127.0.0.1", site.port))
    connection.sendall(
        f"POST /en/appointments/book/ HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: 4000\r\n\r\nslow=".encode()
    )
    return connection


@contextmanager
def crowd_of_lookers(site: Site, count: int) -> Iterator[None]:
    """Let many browsers ask for pages, again and again."""
    ends = threading.Event()

    def look() -> None:
        browser = Browser(site.url, timeout=30)
        while not ends.is_set():
            assert browser.get("/en/appointments/?country=MX").status in {200, 302, 503}
            ends.wait(0.01)

    with ThreadPoolExecutor(count) as pool:
        lookers = [pool.submit(look) for _ in range(count)]
        try:
            yield
        finally:
            ends.set()
    for looker in lookers:
        looker.result()


def book(site: Site, slot: int, *, number: int) -> int:
    """Hold a place and book it; return the status of the booking."""
    browser = Browser(site.url, timeout=10)
    place = browser.post_json("/api/v1/holds", {"slot": str(slot)})
    facts = {"hold": place.json["hold"], **person(0, number), "language": "en"}
    return browser.post_json("/api/v1/appointments", facts).status


def answer_to(connection: socket.socket) -> tuple[bytes, float]:
    """Read until the site closes the connection; return what it said, and when it closed."""
    connection.settimeout(40)
    answer = b""
    while piece := connection.recv(65536):
        answer += piece
    return answer, time.monotonic()


def test_it_books_within_two_seconds_beside_stalled_bodies_and_a_crowd_that_looks(
    site: Site,
) -> None:
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(1))
        begin = time.monotonic()
        unending = stack.enter_context(stalled(site, content_type=FORM))
        ending = pool.submit(answer_to, unending)
        for content_type in (FORM, FILE) * (STALLED // 2):
            stack.enter_context(stalled(site, content_type=content_type))
        with crowd_of_lookers(site, 30):
            time.sleep(1)
            for path, limit in (("/health/live", 0.5), ("/en/appointments/manage/", 2.0)):
                start = time.monotonic()
                assert Browser(site.url).get(path).status == 200
                assert time.monotonic() - start < limit
            slots, seconds = free_slots(site)[:3], []
            for number, slot in enumerate(slots):
                start = time.monotonic()
                assert book(site, slot, number=number) == 201
                seconds.append(time.monotonic() - start)
            assert median(seconds) < 2  # this crowd takes its processor from the same cores
        answer, end = ending.result()
    assert answer.startswith(b"HTTP/1.1 408 "), "a body that never ends is answered"
    assert 15 < end - begin < 35


def test_it_answers_beside_two_thousand_connections_that_say_nothing(site: Site) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4096)), hard))
    with ExitStack() as stack:
        for _ in range(IDLE):
            stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=5))
        start = time.monotonic()
        assert Browser(site.url, timeout=5).get("/en/appointments/manage/").status == 200
        assert time.monotonic() - start < 2


@pytest.mark.parametrize("piece", [b"zz\r\n{}\r\n0\r\n\r\n", b"-1\r\n", b"2\r\n{}{}\r\n0\r\n\r\n"])
def test_it_calls_no_fault_of_its_own_what_breaks_the_rules_of_http(
    site: Site, piece: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.settimeout(10)
        connection.sendall(
            f"POST /api/v1/holds HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
            + piece
        )
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")


def test_it_finishes_what_it_has_in_hand_when_it_is_told_to_stop(site: Site) -> None:
    slot = free_slots(site)[-1]
    facts = {"slot": str(slot), **person(0, 9), "language": "en"}
    with site.connect() as link, ThreadPoolExecutor(1) as pool:
        link.execute("BEGIN")
        link.execute("SELECT 1 FROM booking_slot WHERE id = %s FOR UPDATE", [slot])
        browser = Browser(site.url, timeout=20)
        booking = pool.submit(browser.post_json, "/api/v1/appointments", facts)
        time.sleep(0.7)
        os.kill(site.processes["site"].pid, signal.SIGTERM)
        time.sleep(0.3)
        link.execute("COMMIT")
        answer = booking.result()
    assert answer.status == 201, answer.text
    assert answer.json["confirmation_number"]
    assert site.processes["site"].wait(PATIENCE) == 0
    site.run()  # for the tests that come after


def test_a_display_hears_of_a_call_at_once_until_it_is_taken_away(site: Site) -> None:
    def done(script: str) -> str:
        return site.command("shell", "--no-imports", "-c", script).stdout.strip()

    cookie = done(PAIR).splitlines()[-1]
    head = f"GET /display/DSP/stream/ HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n"
    line = socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE)
    line.sendall(f"{head}Accept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n".encode())
    with line.makefile("rb") as answer:
        assert b"200" in answer.readline()
        assert next(piece for piece in answer if b"event: beat" in piece)  # it stays open
        called_at = float(done(CALL).splitlines()[-1])
        assert next(piece for piece in answer if b'"desk":"7"' in piece)
        assert time.monotonic() - called_at < WITHIN + PATIENCE / 100
        done(TAKE_AWAY)
        assert list(answer)[-2:] == [b"0\r\n", b"\r\n"]
    line.close()
