"""The day on which a public page was last changed, as the page itself says at its end."""

import logging
import re
import time
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from guichet.web.wire.middleware import LanguageMiddleware

log = logging.getLogger(__name__)
_KEPT = 600  # seconds
_MODIFIED = re.compile(rb'<p class="modified">[^<]*<time datetime="(\d{4}-\d\d-\d\d)"')


def changed_on(path: str) -> date | None:
    """Return the day that stands at the end of a page; None where it says none, or is not there."""
    return _changed_on(path, int(time.monotonic() // _KEPT))


@lru_cache(maxsize=256)
def _changed_on(path: str, interval: int) -> date | None:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    host = urlsplit(settings.PUBLIC_URL).netloc
    request.META |= {"REQUEST_METHOD": "GET", "SERVER_NAME": host, "HTTP_HOST": host}
    try:
        response = LanguageMiddleware(_answer)(request)
    except Exception as error:  # whatever is wrong with a page, the board is worth showing
        log.warning("The day of %s is not known: %s", path, type(error).__name__)
        return None
    day = _MODIFIED.search(response.content) if response.status_code == 200 else None
    return date.fromisoformat(day[1].decode()) if day else None


def _answer(request: HttpRequest) -> HttpResponse:
    match = request.resolver_match = resolve(request.path)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response
