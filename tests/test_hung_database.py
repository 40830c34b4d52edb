"""A database that stands still: people are told within seconds, then at once, and served after."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest

from bench.browser import Browser, HttpAnswer
from bench.processor import PROC, family_of
from tests.sites import Site, small_site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROC.is_dir(), reason="finds the server's processes in /proc"),
]
THREADS = 8  # more than the site has
REPLY = 6.5


@contextmanager
def frozen(root: int) -> Iterator[None]:
    """Stop a server that we started, and all its processes, as a machine that hangs would."""
    pids = list(family_of(root))
    try:
        tell(pids, signal.SIGSTOP)
        yield
    finally:
        tell(pids, signal.SIGCONT)


def tell(pids: list[int], word: signal.Signals) -> None:
    """Send a signal to each; one that has ended keeps none of the others standing."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, word)


def look(site: Site, path: str) -> tuple[HttpAnswer, float]:
    start = time.monotonic()
    with Browser(site.url, timeout=30) as browser:
        return browser.get(path), time.monotonic() - start


def check_told_at_once(site: Site, path: str, status: int) -> None:
    """Fail unless it is answered within a second; a busy machine may sleep over one of three."""
    looks = [look(site, path) for _ in range(3)]
    assert {answer.status for answer, _ in looks} == {status}
    assert min(seconds for _, seconds in looks) < 1, (path, looks)


def page_of_times(site: Site) -> str:
    with site.connect() as link:
        codes = "SELECT o.code, s.code FROM offices_office o, offices_service s"
        row = link.execute(codes).fetchone()
    assert row
    return f"/ar/appointments/offices/{row[0]}/{row[1]}/"


def test_people_are_told_soon_then_at_once_and_served_when_it_is_back() -> None:
    with small_site(WORKERS="1") as site:
        site.serve()
        path = page_of_times(site)
        assert look(site, path)[0].status == 200
        assert site.database.pid

        with frozen(site.database.pid):
            with ThreadPoolExecutor(THREADS) as pool:
                waiting = [pool.submit(look, site, path) for _ in range(THREADS)]
                time.sleep(0.5)  # now every thread waits for the database
                alive, seconds = look(site, "/health/live")
                assert (alive.status, seconds < 2) == (200, True), seconds
                answers = [answer.result() for answer in waiting]
            assert {answer.status for answer, _ in answers} == {503}
            assert max(seconds for _, seconds in answers) < 2 * REPLY

            for address in (path, "/health/ready", "/api/v1/offices?country=MX"):
                check_told_at_once(site, address, 503)
            page, _ = look(site, path)
            assert 'lang="ar"' in page.text
            assert "لا نستطيع الرد في هذه اللحظة" in page.text
            for address in ("/health/live", "/ar/"):  # what needs no database is served
                check_told_at_once(site, address, 200)

        deadline = time.monotonic() + 6
        while look(site, path)[0].status != 200:
            assert time.monotonic() < deadline, site.messages()
            time.sleep(0.1)
        assert look(site, "/health/ready")[0].status == 200
