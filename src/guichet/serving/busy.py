"""What is told where no thread is free: in the reader's language, made before it is needed."""

import json
import logging
import random
from collections.abc import Iterable
from functools import lru_cache

from guichet.kernel.logbook import logs, request_ids
from guichet.kernel.meters import counts
from guichet.kernel.programs.problems import GENERAL, MEDIA_TYPE, address_of
from guichet.serving.exchange import Environ, WholeAnswer
from guichet.serving.kinds import Kind
from guichet.web.languages import ALL, OFFERED, best, exact
from guichet.web.pages.banners import banners
from guichet.web.pages.render import environment, sentence
from guichet.web.transport import https_only

log = logging.getLogger(__name__)
AGAIN = (5, 15)  # seconds until the page comes back: not everybody's at the same moment
TOO_SLOW = 408
_CODE = "unavailable"
_KIND = GENERAL[_CODE]
_HOLE = b"<!--banners-->"  # in the page, which is otherwise the same for everybody
_PROGRAMS = ("/api/", "/health/", "/metrics")
_HEADERS = [
    (b"cache-control", b"no-store, private"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (
        b"content-security-policy",
        (
            b"default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
            b"frame-ancestors 'none'"
        ),
    ),
]


def answer(environ: Environ, kind: Kind, *, status: int = _KIND.status) -> WholeAnswer:
    """Return what somebody is told who cannot be served now; the page comes back by itself."""
    counts.REFUSED.labels(kind.value, str(status)).inc()
    seconds = str(random.randint(*AGAIN)).encode()  # noqa: S311  nobody gains by guessing it
    language = _language_of(environ)
    name = _noted(environ, kind, status)
    headers = [(b"retry-after", seconds), (b"content-language", language.encode()), *_HEADERS]
    headers.append((request_ids.HEADER.lower().encode(), name.encode()))
    if policy := https_only():
        headers.append((b"strict-transport-security", policy.encode()))
    if environ["PATH_INFO"].startswith(_PROGRAMS):
        headers.append((b"content-type", MEDIA_TYPE.encode()))
        return WholeAnswer(status, headers, _problem(language, status))
    headers.append((b"content-type", b"text/html; charset=utf-8"))
    headers.append((b"refresh", seconds))
    page = _page(language, kind is Kind.UPLOADING)
    notices = banners(None, language).encode()
    return WholeAnswer(status, headers, page.replace(_HOLE, notices, 1))


def _noted(environ: Environ, kind: Kind, status: int) -> str:
    """Return the id of a request, which stands on a line of the log, unless it has been written."""
    name = request_ids.id_of(environ)
    token = logs.request_id.set(name)
    try:
        if status == TOO_SLOW:
            log.warning("A body came too slowly, 408: %s", kind.value)
        else:
            log.warning("No thread was free, 503: %s", kind.value)
    finally:
        logs.request_id.reset(token)
    return name


def make_ready(languages: Iterable[str] = tuple(OFFERED)) -> None:
    """Make what may be needed: a page for who looks and one for who sends, in every language."""
    for language in languages:
        for is_file in (False, True):
            _page(language, is_file)


@lru_cache(maxsize=2 * len(ALL))
def _page(language: str, is_file: bool) -> bytes:
    template = environment(language).get_template("web/errors/busy.html")
    direction = ALL[language].direction
    return template.render(lang=language, dir=direction, is_file=is_file).encode()


@lru_cache(maxsize=2 * len(ALL))
def _problem(language: str, status: int) -> bytes:
    detail = sentence("We cannot answer at this moment. Please try again in a minute.", language)
    document = {
        "type": address_of(_CODE),
        "title": _KIND.title,
        "status": status,
        "detail": detail,
        "code": _CODE,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _language_of(environ: Environ) -> str:
    first = environ["PATH_INFO"][1:].partition("/")[0]
    return exact(first) or best(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
