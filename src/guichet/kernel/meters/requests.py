"""Counts each request by the pattern of its address: never by an address, which names a case."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from guichet.kernel.meters import counts

BEGUN = "guichet.begun"  # when the head of a request came, by the clock of time.perf_counter
NO_ROUTE = "none"  # of an address that nothing stands at
METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
_LANGUAGES = {code.lower() for code, _ in settings.LANGUAGES}

Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, str, int]


class Metered:
    """The outermost middleware but one: what it does not see has not happened."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        # Looking the two up by their labels would cost more than counting.
        self._counts: dict[Key, tuple[Counter, Histogram]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request, and count it."""
        start = request.META.get(BEGUN) or time.perf_counter()
        response = self._answer(request)
        method = request.method if request.method in METHODS else "other"
        key = (route_of(request), str(method), response.status_code)
        count, seconds = self._counts.get(key) or self._remember(key)
        count.inc()
        seconds.observe(time.perf_counter() - start)
        return response

    def _remember(self, key: Key) -> tuple[Counter, Histogram]:
        route, method, status = key
        pair = (counts.REQUESTS.labels(route, method, str(status)), counts.SECONDS.labels(route))
        return self._counts.setdefault(key, pair)


def route_of(request: HttpRequest) -> str:
    """Return the pattern that an address fits, the same one for every language."""
    match = request.resolver_match
    if match is None:
        return NO_ROUTE
    first, slash, rest = match.route.partition("/")
    return f"<language>{slash}{rest}" if first.lower() in _LANGUAGES else match.route or "/"
