"""The way of programs: the API and the probes, in front of all that only pages need.

No session, no cookie, no language of a browser, no form token. It is the first middleware, so it
also answers in JSON whatever goes wrong. See decision 0030.
"""

import gzip
from collections.abc import Callable

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, get_resolver

from guichet import api, gate
from guichet.kernel.logbook import failures
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.problems import GENERAL

PREFIXES = ("/api/", "/health/", "/metrics", "/csp-reports/")
SMALL = 1400  # bytes: what fits one packet is not worth packing
PACKED = {"application/json"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}

Answer = Callable[[HttpRequest], HttpResponse]


class Lane:
    """Answer programs at once; let everything else through."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._resolver = get_resolver("guichet.api")
        self._fixed: dict[str, ResolverMatch] = {}  # addresses that name no case: a few dozen

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        if not request.path_info.startswith(PREFIXES):
            return self._answer(request)
        without_content = request.method == "HEAD"
        if without_content:
            request.method = "GET"
        response = self._direct(request)
        _pack(request, response)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Django would log the path of every refusal, and a path may hold a confirmation number.
        response._has_been_logged = True  # type: ignore[attr-defined]
        if without_content:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def _direct(self, request: HttpRequest) -> HttpResponse:
        try:
            gate.check(request)
            match = self._fixed.get(request.path_info) or self._resolve(request.path_info)
            request.resolver_match = match
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Http404:
            return api.refuse(request, Obstacle("not_found"))
        except Obstacle as obstacle:
            return api.refuse(request, obstacle)
        except Exception as error:  # a program is answered in its own format, whatever happens
            return _failed(request, error)
        if response.status_code == 405:
            refusal = api.refuse(request, Obstacle("not_allowed"))
            refusal["Allow"] = response["Allow"]
            return refusal
        return response

    def _resolve(self, path: str) -> ResolverMatch:
        match = self._resolver.resolve(path)
        if not (match.args or match.kwargs):
            self._fixed[path] = match
        return match


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Note where it failed, but not with which values: they may be somebody's."""
    code = "unavailable" if isinstance(error, DatabaseError) else "failed"
    what = f"a call by {request.method}"
    reference = failures.note(what, status=GENERAL[code].status, code=code, error=error)
    wait = {"retry_after": 5} if code == "unavailable" else {}
    return api.refuse(request, Obstacle(code, reference=reference, **wait))


def _pack(request: HttpRequest, response: HttpResponse) -> None:
    """Compress what is large and holds nothing of a person: free times, and what describes us."""
    kind = response.get("Content-Type", "").partition(";")[0]
    personal = request.method != "GET" or "Authorization" in request.headers
    if personal or kind not in PACKED or len(response.content) < SMALL:
        return
    response["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(response.content, compresslevel=1, mtime=0)
        response["Content-Encoding"] = "gzip"
