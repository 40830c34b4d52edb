"""A lean HTTP client: keep-alive, gzip and cookies as a browser has them, and little work beside.

The load shares the processor with the server it measures, so what the client does is kept small:
a plain socket, and headers searched rather than parsed.
"""

import json
import re
import socket
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode, urljoin, urlsplit

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
GZIPPED = re.compile(rb"\r\ncontent-encoding: *gzip", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=\r]+)=([^;\r]*)", re.IGNORECASE)
BODYLESS = {204, 304}


@dataclass(frozen=True)
class HttpAnswer:
    """What the server said."""

    status: int
    head: bytes
    raw: bytes  # as it came over the wire, without the framing of chunks

    @cached_property
    def body(self) -> bytes:
        return zlib.decompress(self.raw, 31) if GZIPPED.search(self.head) else self.raw

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def location(self) -> str:
        match = LOCATION.search(self.head)
        return match[1].decode() if match else ""


class Browser:
    """One visitor: one connection, kept open, and a jar of cookies."""

    def __init__(self, url: str, *, language: str = "en", timeout: float = 30) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self.timeout = timeout
        self.cookies: dict[bytes, bytes] = {}
        self._socket: socket.socket | None = None
        self._fixed = (
            f"Host: {parts.netloc}\r\nOrigin: {url}\r\nAccept-Encoding: gzip\r\n"
            f"Accept-Language: {language}\r\nUser-Agent: bench\r\n"
        ).encode()

    def get(self, path: str, *, head: bytes = b"") -> HttpAnswer:
        return self.send(b"GET", path, head=head)

    def post_json(
        self, path: str, facts: Mapping[str, object], *, verb: bytes = b"POST", **headers: str
    ) -> HttpAnswer:
        """Send a JSON document, as a program does."""
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        head = f"Content-Type: application/json\r\n{more}".encode()
        return self.send(verb, path, head=head, body=json.dumps(facts).encode())

    def post_form(self, path: str, fields: Mapping[str, str]) -> HttpAnswer:
        """Send a form, as a page does."""
        head = b"Content-Type: application/x-www-form-urlencoded\r\n"
        return self.send(b"POST", path, head=head, body=urlencode(fields).encode())

    def follow(self, answer: HttpAnswer, *, base: str = "/") -> HttpAnswer:
        """Go where a redirect leads."""
        parts = urlsplit(urljoin(base, answer.location))
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))

    def send(self, verb: bytes, path: str, *, head: bytes = b"", body: bytes = b"") -> HttpAnswer:
        """Send one request; a connection that the server closed meanwhile is opened again."""
        jar = b"; ".join(name + b"=" + value for name, value in self.cookies.items())
        lines = [verb + b" " + path.encode() + b" HTTP/1.1\r\n", self._fixed, head]
        if jar:
            lines.append(b"Cookie: " + jar + b"\r\n")
        if verb != b"GET":
            lines.append(b"Content-Length: %d\r\n" % len(body))
        request = b"".join([*lines, b"\r\n", body])
        fresh = self._socket is None
        try:
            return self._exchange(request)
        except ConnectionError:
            self.close()
            if fresh or verb != b"GET":
                raise
            return self._exchange(request)

    def _exchange(self, request: bytes) -> HttpAnswer:
        if self._socket is None:
            self._socket = socket.create_connection((self.host, self.port), self.timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        head, rest = self._until(b"\r\n\r\n", b"")
        status = int(head[9:12])
        if CHUNKED.search(head):
            raw = self._chunks(rest)
        else:
            length = LENGTH.search(head)
            raw = self._exactly(0 if status in BODYLESS or not length else int(length[1]), rest)[0]
        for name, value in COOKIE.findall(head):
            if value in {b"", b'""'}:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        if CLOSES.search(head):
            self.close()
        return HttpAnswer(status, head, raw)

    def _receive(self) -> bytes:
        assert self._socket
        more = self._socket.recv(65536)
        if not more:
            raise ConnectionResetError("The server closed the connection.")
        return more

    def _until(self, mark: bytes, buffer: bytes) -> tuple[bytes, bytes]:
        while mark not in buffer:
            buffer += self._receive()
        before, _, after = buffer.partition(mark)
        return before, after

    def _exactly(self, length: int, buffer: bytes) -> tuple[bytes, bytes]:
        while len(buffer) < length:
            buffer += self._receive()
        return buffer[:length], buffer[length:]

    def _chunks(self, buffer: bytes) -> bytes:
        parts: list[bytes] = []
        while True:
            size, buffer = self._until(b"\r\n", buffer)
            part, buffer = self._exactly(int(size, 16) + 2, buffer)
            if len(part) == 2:
                return b"".join(parts)
            parts.append(part[:-2])

    def close(self) -> None:
        if self._socket:
            self._socket.close()
            self._socket = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
