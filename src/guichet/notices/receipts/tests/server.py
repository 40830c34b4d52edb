"""A small server that speaks as Mastodon's documents say, and fails as they say it may."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Mastodon(ThreadingHTTPServer):
    """Statuses by id; `mood` says how the next calls go: well, down, twice, or deaf.

    `twice` posts a status two times, `deaf` posts it and loses the answer. What comes to /hook is
    kept in `hooks`.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses: dict[str, str] = {}
        self.hooks: list[tuple[dict[str, str], bytes]] = []
        self.mood = "well"
        self.posted = 0

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def post(self, text: str) -> str:
        """Add a status, and return its id."""
        self.posted += 1
        number = str(1000 + self.posted)
        self.statuses[number] = text
        return number


class _Handler(BaseHTTPRequestHandler):
    server: Mastodon

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self.server.mood == "down":
            self._tell(503, {"error": "Service Unavailable"})
        elif path.endswith("/verify_credentials"):
            self._tell(200, {"id": "7", "username": "agency"})
        elif path.endswith("/accounts/7/statuses"):
            self._tell(200, [self._status(number) for number in sorted(self.server.statuses)[::-1]])
        elif (number := path.rpartition("/")[2]) in self.server.statuses:
            self._tell(200, self._status(number))
        else:
            self._tell(404, {"error": "Record not found"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.server.mood == "down":
            self._tell(503, {"error": "Service Unavailable"})
        elif self.path.startswith("/hook"):
            self.server.hooks.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self._tell(204, None)
        else:
            text = parse_qs(body.decode())["status"][0]
            number = self.server.post(text)
            if self.server.mood == "twice":
                self.server.post(text)
            if self.server.mood == "deaf":
                self.close_connection = True
                return
            self._tell(200, self._status(number))

    def do_DELETE(self) -> None:
        number = self.path.rpartition("/")[2]
        if self.server.mood == "down":
            self._tell(503, {"error": "Service Unavailable"})
        elif self.server.statuses.pop(number, None) is None:
            self._tell(404, {"error": "Record not found"})
        else:
            self._tell(200, {"id": number})

    def _status(self, number: str) -> dict[str, Any]:
        return {"id": number, "content": f"<p>{self.server.statuses[number]}</p>"}

    def _tell(self, status: int, document: Any) -> None:
        content = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Mastodon]:
    """Serve as long as a test lasts."""
    server = Mastodon()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
