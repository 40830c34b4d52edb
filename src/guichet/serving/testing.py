"""Requests without a web server: what it would tell, and what it would be told."""

import asyncio
from collections.abc import Awaitable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Headers = Iterable[tuple[bytes, bytes]]


def scope_of(
    method: str = "GET",
    path: bytes = b"/en/",
    *,
    headers: Headers = (),
    query: bytes = b"",
    client: str = "203.0.113.7",
) -> dict[str, Any]:
    """Return the head of a request, as the web server tells it."""
    return {
        "type": "http",
        "method": method,
        "path": path.decode(),
        "raw_path": path,
        "query_string": query,
        "http_version": "1.1",
        "scheme": "http",
        "client": (client, "50000"),
        "server": ("127.0.0.1", "8000"),
        "headers": [(b"host", b"127.0.0.1:8000"), *headers],
    }


class _Nothing(Awaitable[None]):
    def __await__(self) -> Iterator[Any]:  # type: ignore[override]
        return iter(())


@dataclass
class Wire:
    """One connection: pieces of a body that come in time, and what is answered."""

    pieces: Iterable[bytes] = ()
    stalls: bool = False
    goes_away: bool = False
    messages: list[Mapping[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._coming = iter(self.pieces)

    async def receive(self) -> Mapping[str, Any]:
        """Give the next piece; the last one says that it is."""
        piece = next(self._coming, None)
        if piece is not None:
            return {"type": "http.request", "body": piece, "more_body": True}
        if self.stalls:
            await asyncio.sleep(3600)
        if self.goes_away:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"", "more_body": False}

    def send(self, message: Mapping[str, Any]) -> Awaitable[None]:
        """Take a part of the answer, at once, as Granian does."""
        self.messages.append(message)
        return _Nothing()

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"]) if self.messages else 0

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.messages[0]["headers"])

    @property
    def content(self) -> bytes:
        return bytes(self.messages[1]["body"])
