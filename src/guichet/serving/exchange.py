"""One request and its answer, as Django reads and gives them (WSGI, PEP 3333)."""

import io
import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from guichet.kernel.logbook import logs, request_ids
from guichet.web.forms.uploads import SECONDS

log = logging.getLogger(__name__)
Scope = Mapping[str, Any]
Environ = dict[str, Any]

_FAILED = b"Something went wrong on our side. Please try again in a minute.\n"
_UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}
_MOST_NAMES = 500
_names: dict[bytes, str] = {}


@dataclass(slots=True)
class WholeAnswer:
    """What Django answered, whole."""

    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes


def environ_of(scope: Scope) -> Environ:
    """Return what Django wants to know of a request, but for its body.

    Header names with an underscore are left out: they would pass for those with a hyphen, and a
    proxy that sets X-Forwarded-For does not take X_Forwarded_For away.
    """
    path = scope["raw_path"]
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if key := _names.get(name) or _key_of(name):
            text = value.decode("latin-1")
            if key in environ:
                text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
            environ[key] = text
    return environ


def _key_of(name: bytes) -> str:
    """Return the name of a header as WSGI writes it; empty where it must not be believed."""
    if b"_" in name:
        return ""
    key = name.decode("latin-1").upper().replace("-", "_")
    if key not in _UNPREFIXED:
        key = f"HTTP_{key}"
    if len(_names) < _MOST_NAMES:
        _names[name] = key
    return key


def with_body(environ: Environ, file: IO[bytes], *, length: int, seconds: float) -> None:
    """Put a body that is there as a whole into a request."""
    environ["wsgi.input"] = file
    environ["CONTENT_LENGTH"] = str(length)
    environ[SECONDS] = seconds


class _Start:
    """What WSGI calls `start_response`; nobody writes by what it returns."""

    status: int
    headers: list[tuple[bytes, bytes]]

    def __call__(
        self, status: str, headers: Iterable[tuple[str, str]], error: object = None
    ) -> Callable[[bytes], object]:
        self.status = int(status[:3])
        self.headers = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers]
        return _write


def _write(chunk: bytes) -> None:
    """Take what an application of before 2003 writes: there is none here."""


def answer_of(application: WSGIApplication, environ: Environ) -> WholeAnswer:
    """Let Django answer, in the thread of the caller; a fault of ours is an answer as well."""
    answer = WholeAnswer(500, [(b"content-type", b"text/plain; charset=utf-8")], _FAILED)
    start = _Start()
    try:
        pieces = application(environ, start)
        try:
            content = b"".join(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close:
                close()
        answer = WholeAnswer(start.status, start.headers, content)
    except Exception as error:  # whatever fails here fails for one request alone
        name = request_ids.id_of(environ)
        answer.headers.append((request_ids.HEADER.lower().encode(), name.encode()))
        token = logs.request_id.set(name)
        log.error("An answer could not be made", exc_info=error)
        logs.request_id.reset(token)
    finally:
        environ["wsgi.input"].close()
    return answer
