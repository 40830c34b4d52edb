"""Ask clamd whether a paper is infected. Whatever is not a clear answer means: not scanned.

The protocol is INSTREAM of clamd(8): pieces with their length before them, and one line back.
"""

import logging
import re
import socket
import struct
from dataclasses import dataclass
from typing import Literal

from django.conf import settings

log = logging.getLogger(__name__)

Verdict = Literal["clean", "infected", "not_scanned"]
PATIENCE = 30.0  # seconds for each word to and fro
SOON = 5.0  # seconds: only to know whether it is there
PIECE = 256 * 1024
LONGEST_ANSWER = 1000
# What clamd reports of a file that it did not look at in full; that is no finding.
_NOT_LOOKED_AT = re.compile(r"Heuristics\.(Limits\.Exceeded|Encrypted)")
_FOUND = re.compile(r"stream: (?P<signature>[ -~]{1,200}) FOUND")


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scanner says; the signature and the trouble are for staff."""

    verdict: Verdict
    signature: str = ""
    trouble: str = ""


def is_on() -> bool:
    """Tell whether this site has a scanner."""
    return bool(settings.CLAMD)


def answers() -> bool:
    """Tell whether the scanner can be asked now."""
    return is_on() and scan_at(settings.CLAMD, b"nothing", patience=SOON).verdict == "clean"


def scan(content: bytes | bytearray) -> Scan:
    """Return the verdict on a paper; without a scanner, or without its clear word: not scanned."""
    if not is_on():
        return Scan("not_scanned", trouble="off")
    return scan_at(settings.CLAMD, content)


def scan_at(where: str, content: bytes | bytearray, *, patience: float = PATIENCE) -> Scan:
    """Return the verdict of the scanner that listens somewhere."""
    try:
        with _connected(where, patience) as link:
            line = _answer(link, memoryview(content))
    except OSError as error:  # down, slow, or gone in the middle
        trouble = type(error).__name__
        log.warning("The scanner does not answer: %s", trouble)
        return Scan("not_scanned", trouble=trouble)
    return _read(line)


def _connected(where: str, patience: float) -> socket.socket:
    kind, _, address = where.partition(":")
    if kind == "unix":
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(patience)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=patience)


def _answer(link: socket.socket, content: memoryview) -> bytes:
    try:
        link.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), PIECE):
            piece = content[at : at + PIECE]
            link.sendall(struct.pack("!L", len(piece)))
            link.sendall(piece)
        link.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it may have said why before it closed
    line = b""
    while not line.endswith(b"\0") and len(line) < LONGEST_ANSWER:
        piece_of_line = link.recv(LONGEST_ANSWER)
        if not piece_of_line:
            break
        line += piece_of_line
    return line


def _read(line: bytes) -> Scan:
    """Read one whole line; half a line is no answer."""
    text = line.decode("ascii", "replace")
    if text == "stream: OK\0":
        return Scan("clean")
    match = _FOUND.fullmatch(text.removesuffix("\0")) if text.endswith("\0") else None
    if match and not _NOT_LOOKED_AT.match(match["signature"]):
        return Scan("infected", signature=match["signature"])
    trouble = "limits" if match or "size limit" in text else "strange_answer"
    log.warning("The scanner did not scan a paper: %s", trouble)
    return Scan("not_scanned", trouble=trouble)
