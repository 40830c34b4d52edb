"""A span for each request, by the pattern of its address: the address itself names a case."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from guichet.kernel.guarding import network
from guichet.kernel.logbook.failures import OURS
from guichet.kernel.logbook.request_ids import HEADER
from guichet.kernel.meters.requests import BEGUN, METHODS, route_of
from guichet.kernel.tracing import spans

Answer = Callable[[HttpRequest], HttpResponse]


class Traced:
    """The outermost middleware, where traces are sent."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request, as a part of the trace that a proxy of ours has begun, if any."""
        now = time.perf_counter()
        seconds = now - request.META.get(BEGUN, now)
        method = str(request.method) if request.method in METHODS else "other"
        parent = _parent_of(request)
        with spans.span(method, kind=spans.REQUEST, parent=parent, seconds_ago=seconds) as span:
            response = self._answer(request)
            route, status = route_of(request), response.status_code
            facts: spans.Facts = {
                "http.request.method": method,
                "http.route": route,
                "http.response.status_code": status,
                "guichet.request": response.get(HEADER, ""),
            }
            span.name(f"{method} {route}", facts)
            if status >= OURS:
                span.fail(str(status))
        return response


def _parent_of(request: HttpRequest) -> str:
    """Return the traceparent of a proxy of ours; a stranger's could fill somebody else's trace."""
    parent = request.META.get("HTTP_TRACEPARENT", "")
    if parent and network.is_trusted(str(request.META.get("REMOTE_ADDR", ""))):
        return str(parent)
    return ""
