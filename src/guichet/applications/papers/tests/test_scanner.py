"""The scanner: a real clamd, and others that are down, slow, gone or out of their mind."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from guichet.applications.papers import scanner
from guichet.applications.papers.tests import files
from guichet.applications.papers.tests.scanning import EICAR, SIGNATURE


@contextmanager
def listening(talk: Callable[[socket.socket], object]) -> Iterator[str]:
    """Listen on a port of this machine, and talk to whoever connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                link, _ = server.accept()
                with link:
                    talk(link)
            except OSError:
                pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}"


def drain(link: socket.socket) -> None:
    tail = b""
    while not tail.endswith(bytes(4)):
        tail = tail[-4:] + link.recv(65536)


def saying(line: bytes) -> Callable[[socket.socket], object]:
    def talk(link: socket.socket) -> None:
        drain(link)
        link.sendall(line)

    return talk


def test_it_finds_what_is_clean_and_what_is_not(clamd: str) -> None:
    assert scanner.scan_at(clamd, files.photo()).verdict == "clean"
    scan = scanner.scan_at(clamd, EICAR)
    assert scan.verdict == "infected"
    assert scan.signature.startswith(SIGNATURE)


@pytest.mark.parametrize(
    "hidden", [files.archive(a=EICAR), files.infected_pdf()], ids=["zip", "pdf"]
)
def test_it_finds_what_is_inside_of_something_else(clamd: str, hidden: bytes) -> None:
    assert scanner.scan_at(clamd, hidden).verdict == "infected"


def test_it_does_not_call_clean_what_is_too_large_for_the_scanner(clamd: str) -> None:
    assert scanner.scan_at(clamd, bytes(31 * 1024 * 1024)).verdict == "not_scanned"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"stream: OK",  # the line was cut
        b"stream: OK\n",
        b"OK\0",
        b"stream: OKAY\0",
        b"stream: OK\0stream: OK\0",
        b"stream: FOUND\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND\0",
        b"stream: Heuristics.Encrypted.PDF FOUND\0",
        b"UNKNOWN COMMAND\0",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"\xff" * 5000,
    ],
    ids=range(14),
)
def test_it_takes_no_other_answer_for_an_answer(line: bytes) -> None:
    with listening(saying(line)) as address:
        assert scanner.scan_at(address, b"paper", patience=2).verdict == "not_scanned"


def test_it_reads_the_answer_in_pieces() -> None:
    def talk(link: socket.socket) -> None:
        drain(link)
        for part in (b"stre", b"am: O", b"K\0"):
            link.sendall(part)

    with listening(talk) as address:
        assert scanner.scan_at(address, b"paper", patience=2).verdict == "clean"


def test_it_hears_the_reason_of_a_scanner_that_closes_early() -> None:
    def talk(link: socket.socket) -> None:
        link.recv(1000)
        link.sendall(b"INSTREAM size limit exceeded. ERROR\0")

    with listening(talk) as address:
        scan = scanner.scan_at(address, bytes(5_000_000), patience=2)
    assert scan.verdict == "not_scanned"


def test_it_waits_for_a_silent_scanner_no_longer_than_it_should() -> None:
    with listening(lambda link: threading.Event().wait(3)) as address:
        assert scanner.scan_at(address, b"paper", patience=0.2).verdict == "not_scanned"


@pytest.mark.parametrize("where", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1"])
def test_it_survives_a_scanner_that_is_down(where: str) -> None:
    assert scanner.scan_at(where, b"paper").verdict == "not_scanned"


def test_it_scans_nothing_where_there_is_no_scanner(settings: pytest.FixtureRequest) -> None:
    settings.CLAMD = ""  # type: ignore[attr-defined]
    assert scanner.scan(b"paper") == scanner.Scan("not_scanned", trouble="off")
