"""Render the pages people open first, before a new web process takes its first request.

A cold process that fifty people hit at once compiles every template in every thread, and answers
slowly for several seconds. A page that fails here is not worth a failed start: it is reported.
"""

import io
import logging
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

log = logging.getLogger(__name__)


def warm_up(application: WSGIApplication, paths: Iterable[str], *, host: str) -> int:
    """Request each path once inside this process; return how many were answered."""
    return sum(_request(application, path, host) for path in paths)


def look_up(look: Callable[[], None] | None) -> None:
    """Look up what pages say of the whole site, once a process; without it they say the usual."""
    try:
        if look:
            look()
    except Exception as error:  # the database may be away, and pages are worth serving all the same
        log.error("Looking up what pages say of the site failed: %r", error)


def _request(application: WSGIApplication, path: str, host: str) -> bool:
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": host, "wsgi.input": io.BytesIO()}
    setup_testing_defaults(environ)
    answers: list[str] = []

    def start_response(status: str, *_: object) -> Callable[[bytes], object]:
        answers.append(status)
        return lambda chunk: None

    try:
        response = application(environ, start_response)
        try:
            for _ in response:
                pass
        finally:
            close = getattr(response, "close", None)
            if close:
                close()
    except Exception as error:  # whatever is wrong with one page, the others are worth serving
        log.error("Warming up %s failed: %r", path, error)
        return False
    return bool(answers)
