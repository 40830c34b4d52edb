"""What was acknowledged survives kill -9 of the web server's workers, of PostgreSQL, of mail."""

import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bench.browser import Browser
from bench.people import person
from bench.processor import PROC, family_of
from bench.site import Embedded, free_port
from guichet.kernel.server.postgres import Server
from tests.patience import PATIENCE
from tests.sites import PLACES, Site, free_slots, small_site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROC.is_dir(), reason="finds the workers in /proc"),
]

BOOKINGS, CLIENTS = 250, 6
WORKER = [sys.executable, "-m", "guichet", "worker"]
BOOK_WITH_MAIL = """
from datetime import timedelta
from guichet.booking import actions
from guichet.booking.models import Slot
from guichet.booking.testing import NETWORK, make_details
from guichet.kernel import clock
now = clock.now()
slot = Slot.objects.filter(starts_at__gt=now + timedelta(days=10), opens_at__lte=now).first()
client = make_details(1, email="ada@example.org")
actions.book_slot(slot.pk, client, networks=NETWORK, language="ar", now=now)
"""


class Client:
    """A program that books until it is told a number, whatever happens in between."""

    def __init__(self, site: Site, *, gives_up_at: float) -> None:
        self.site, self.gives_up_at = site, gives_up_at
        self.browser = Browser(site.url, timeout=10)

    def book(self, number: int, slot: int) -> str:
        """Return the confirmation number; the same key makes a repeated call one call."""
        facts = {"slot": str(slot), **person(0, number), "language": "en"}
        while time.monotonic() < self.gives_up_at:
            try:
                answer = self.browser.post_json(
                    "/api/v1/appointments", facts, Idempotency_Key=f"booking-{number}"
                )
            except OSError:  # refused, reset, or timed out: the server is down
                self.browser.close()
            else:
                if answer.status == 201:
                    return str(answer.json["confirmation_number"])
                assert answer.status >= 500, answer.text
            time.sleep(0.1)
        raise AssertionError(f"Booking {number} was not acknowledged. {self.site.messages()}")


def web_workers(site: Site) -> list[int]:
    """Return the processes that answer requests: those that the web server's parent started."""
    family = family_of(site.processes["site"].pid)
    granian = {pid for pid in family if b"granian" in command_of(pid)}
    return [pid for pid in family if parent_of(pid) in granian and "resource" not in name_of(pid)]


def command_of(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def name_of(pid: int) -> str:
    return command_of(pid).decode(errors="replace")


def parent_of(pid: int) -> int:
    try:
        return int((PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_it_keeps_every_acknowledged_booking_through_kill_9() -> None:
    with small_site() as site:
        site.run()
        slots = free_slots(site)
        numbers: dict[int, str] = {}
        gives_up_at = time.monotonic() + PATIENCE

        def book_share(first: int) -> None:
            client = Client(site, gives_up_at=gives_up_at)
            for number in range(first, BOOKINGS, CLIENTS):
                numbers[number] = client.book(number, slots[number // PLACES])

        with ThreadPoolExecutor(CLIENTS) as pool:
            shares = [pool.submit(book_share, first) for first in range(CLIENTS)]
            kills = disturb(site, numbers, shares)
            for share in shares:
                share.result()
        assert kills == ["worker", "database", "worker", "database"]
        assert site.processes["site"].poll() is None
        with site.connect() as link:
            rows = link.execute(
                "SELECT confirmation_number FROM booking_appointment WHERE state = 'booked'"
            ).fetchall()
        assert sorted(row[0] for row in rows) == sorted(map(stored, numbers.values()))
        assert len(set(numbers.values())) == BOOKINGS
        checked = site.command("check-invariants", check=False)
        assert checked.returncode == 0, checked.stdout


def stored(number: str) -> str:
    return number.replace("-", "")


def disturb(site: Site, numbers: dict[int, str], shares: list[Future[None]]) -> list[str]:
    """Kill a worker and the database, twice each, while the bookings go on."""
    assert isinstance(site.database, Embedded)
    server, deeds = Server(site.folder), []
    for what, after in [("worker", 30), ("database", 80), ("worker", 130), ("database", 190)]:
        while len(numbers) < after:
            if any(share.done() and share.exception() for share in shares):
                return deeds  # and it is asked why
            time.sleep(0.01)
        if what == "database":
            assert server.pid
            server.kill()
        else:
            os.kill(web_workers(site)[0], signal.SIGKILL)
        deeds.append(what)
    return deeds


def test_it_sends_again_what_a_killed_worker_had_in_hand_under_the_same_name() -> None:
    port = free_port()
    mail_server = MailServer()
    controller = Controller(mail_server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with small_site(more=BOOK_WITH_MAIL, EMAIL_URL=f"smtp://127.0.0.1:{port}") as site:
            worker = site.start("worker", WORKER)
            mail_server.on_first_mail = worker.kill
            worker.wait(PATIENCE)
            del site.processes["worker"]

            assert len(mail_server.mails) == 1
            assert sent_dispatches(site) == [False]

            with site.connect() as link:  # the next minute comes at once
                link.execute("DELETE FROM procrastinate_periodic_defers")
            site.start("worker", WORKER, CLOCK_OFFSET_SECONDS="120")
            site.wait_until(lambda: sent_dispatches(site) == [True], "the mail to be sent again")
    finally:
        controller.stop()
    names = {message_from_bytes(mail)["Message-ID"] for mail in mail_server.mails}
    assert len(mail_server.mails) == 2
    assert len(names) == 1


class MailServer:
    """A mail server that takes every mail, and does some mischief before it says so."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.on_first_mail: Callable[[], None] = lambda: None

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.mails.append(envelope.content)
        if len(self.mails) == 1:
            self.on_first_mail()
        return "250 OK"


def sent_dispatches(site: Site) -> list[bool]:
    """Tell of each fact that must leave the house whether it has."""
    with site.connect() as link:
        rows = link.execute("SELECT sent_at IS NOT NULL FROM kernel_dispatch").fetchall()
    return [row[0] for row in rows]
