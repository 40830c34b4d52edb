"""What a public page says of itself to a stranger: its title, and the day at its end."""

import logging
import re
import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from guichet.web.wire.middleware import LanguageMiddleware

log = logging.getLogger(__name__)
_KEPT = 600  # seconds
_TITLE = re.compile(r"<title>(.*) · [^·]*</title>")
_MODIFIED = re.compile(r'<p class="modified">[^<]*<time datetime="(\d{4}-\d\d-\d\d)"')


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it stands: "" and None for what it does not say, or where it is not there."""

    title: str = ""
    changed_on: date | None = None


def drawn(path: str) -> Drawn:
    """Return what the page of a path says of itself; it is drawn once in ten minutes."""
    return _drawn(path, int(time.monotonic() // _KEPT))


@lru_cache(maxsize=256)
def _drawn(path: str, interval: int) -> Drawn:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    host = urlsplit(settings.PUBLIC_URL).netloc
    request.META |= {"REQUEST_METHOD": "GET", "SERVER_NAME": host, "HTTP_HOST": host}
    try:
        response = LanguageMiddleware(_answer)(request)
    except Exception as error:  # whatever is wrong with a page, the one that asks is worth showing
        log.warning("What %s says of itself is not known: %s", path, type(error).__name__)
        return Drawn()
    if response.status_code != 200:
        return Drawn()
    page = response.content.decode()
    title, day = _TITLE.search(page), _MODIFIED.search(page)
    return Drawn(
        title=unescape(title[1]).strip() if title else "",
        changed_on=date.fromisoformat(day[1]) if day else None,
    )


def _answer(request: HttpRequest) -> HttpResponse:
    match = request.resolver_match = resolve(request.path)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response
