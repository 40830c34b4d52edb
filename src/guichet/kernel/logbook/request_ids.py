"""The id of a request, by which the log of a proxy and ours are read together."""

import random
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from guichet.kernel.guarding import network
from guichet.kernel.logbook import logs

HEADER = "X-Request-Id"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TRACE = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")

Answer = Callable[[HttpRequest], HttpResponse]


class Named:
    """The outermost middleware: names each request, on lines of the log and in its answer."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        name = id_of(request.META)
        token = logs.request_id.set(name)
        try:
            response = self._answer(request)
        finally:
            logs.request_id.reset(token)
        response[HEADER] = name
        return response


def id_of(head: Mapping[str, Any]) -> str:
    """Return the id that a proxy of ours gave, else a fresh one: a stranger's may be anything.

    The head of a request is written as WSGI does.
    """
    if network.is_trusted(str(head.get("REMOTE_ADDR", ""))):
        name = head.get("HTTP_X_REQUEST_ID", "")
        if _SHAPE.fullmatch(name):
            return str(name)
        trace = _TRACE.fullmatch(head.get("HTTP_TRACEPARENT", ""))
        if trace:
            return trace[1]
    return f"{random.getrandbits(64):016x}"  # it opens nothing, so nobody needs to be kept from it
