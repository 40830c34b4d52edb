"""Who may call: by the name of our host, from no other site's page, and for counts with a token.

A program that sends neither Origin nor Sec-Fetch-Site passes: only browsers send them, and only
browsers carry somebody's credentials to us unasked.
"""

import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from guichet.kernel.obstacles import Obstacle

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_ANY_HOST = ("/health/", "/metrics")  # probes ask a node by its address
_METRICS = "/metrics"
_REPORTS = "/csp-reports/"  # browsers send them from nowhere in particular, and change nothing
_BEARER = "Bearer "


def check(request: HttpRequest) -> None:
    """Raise the obstacle that stands in the way of a call, whoever it is about."""
    if not request.path_info.startswith(_ANY_HOST):
        _check_host(request)
    changes = request.method not in _SAFE_METHODS and not request.path_info.startswith(_REPORTS)
    if changes and is_cross_site(request):
        raise Obstacle("cross_site")
    if request.path_info.startswith(_METRICS):
        _check_token(request)


def is_cross_site(request: HttpRequest) -> bool:
    """Tell whether a browser says that a page of another site sent a request."""
    if site := request.META.get("HTTP_SEC_FETCH_SITE"):
        return site not in {"same-origin", "none"}
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return False
    try:
        source = urlsplit(origin).netloc
    except ValueError:
        return True
    return bool(source != _own_host() and source != request.get_host())


def _own_host() -> str:
    return urlsplit(settings.PUBLIC_URL).netloc


def _check_host(request: HttpRequest) -> None:
    """Let in who calls us by our own name; any other must be one that is allowed."""
    if request.META.get("HTTP_HOST") == _own_host():
        return
    try:
        request.get_host()
    except DisallowedHost:
        raise Obstacle("wrong_host") from None


def _check_token(request: HttpRequest) -> None:
    """Let counts be read with the token; without one only where nobody comes but this machine."""
    if not settings.METRICS_TOKEN:
        if not settings.LOOPBACK:
            raise Obstacle("not_found")
        return
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(_BEARER) if header.startswith(_BEARER) else ""
    if not secrets.compare_digest(token.encode(), settings.METRICS_TOKEN.encode()):
        raise Obstacle("wrong_token")
