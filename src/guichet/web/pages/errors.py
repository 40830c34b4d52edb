"""Pages for what went wrong: always in the person's language, never blank, with a way on.

Programs never come here (`guichet.lane`). Nothing here asks the database. Every page carries a
reference, under which the log says what failed.
"""

import logging
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from markupsafe import Markup, escape

from guichet.kernel import clock
from guichet.kernel.logbook import failures
from guichet.kernel.obstacles import Obstacle
from guichet.web import programmes, visits
from guichet.web.addresses.origin import is_same_origin
from guichet.web.addresses.paths import address
from guichet.web.contacts import contact_of
from guichet.web.languages import ALL, FIRST, of
from guichet.web.pages import proof
from guichet.web.pages.banners import banners
from guichet.web.pages.render import page, sentence

log = logging.getLogger(__name__)
WAITS = frozenset({"too_many", "proof_needed"})  # obstacles that `wait` has a page for
A_WHILE = 120  # seconds, where nobody knows better
A_MOMENT = 15  # seconds, until a page asks a database again that did not answer
_OF_STAFF = ("/staff/", "/admin/")  # who works there is told of no appointment of theirs
_LEFT_OUT = {"csrfmiddlewaretoken", "language", "shared"}
_SECRETS = {"password", "oldpassword", "password1", "password2"}  # are typed again


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 where the reason is too much data."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return too_large(request)
    return _answer(request, 400, code="malformed")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _answer(request, 403, code="forbidden")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return _answer(request, 404, code="not_found")


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413."""
    return _answer(request, 413, code="too_large")


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """Answer 429 and say how long to wait."""
    minutes = max(1, -(-seconds // 60))
    response = _answer(request, 429, code="too_many", minutes=minutes)
    response["Retry-After"] = str(seconds)
    return response


def wait(request: HttpRequest, obstacle: Obstacle) -> HttpResponse:
    """Answer an obstacle of WAITS: how long to wait, or a form that sends all with a proof."""
    if obstacle.code == "proof_needed":
        return proof.ask(request, obstacle, now=clock.now())
    seconds = obstacle.facts.get("retry_after")
    return too_many(request, seconds=seconds if isinstance(seconds, int) else A_WHILE)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, whatever else is broken; 503 where the database does not answer."""
    try:
        if isinstance(sys.exception(), (OperationalError, InterfaceError)):
            return unavailable(request)
        return _answer(request, 500, code="server_error")
    except Exception as error:
        reference = failures.note("the page for errors", status=500, code="failed", error=error)
        return _silent(HttpResponse(_last_resort(reference), status=500))


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: a page that was looked at comes back by itself, a form can be sent again."""
    looks = request.method in {"GET", "HEAD"}
    fields = [] if looks or not is_same_origin(request) else _typed(request)
    context = {"looks": looks, "typed": fields}
    response = _answer(request, 503, code="unavailable", **context)
    response["Retry-After"] = str(A_MOMENT)
    if looks:
        response["Refresh"] = str(A_MOMENT)
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose page has expired; what was typed can be sent again from here.

    Only to our own pages: another site's form must not be completed by one careless press.
    """
    log.info("A form was refused: %s", reason)
    reference = _noted(request, 403, "csrf")
    context = {
        "typed": _typed(request) if is_same_origin(request) else [],
        **_help(request, reference),
    }
    response = page(request, "web/errors/csrf.html", context, 403, complete=ALL)
    visits.make_private(response)
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form held, to be sent again; passwords are typed again."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _LEFT_OUT | _SECRETS
        for value in values
    ]


def _answer(request: HttpRequest, status: int, *, code: str, **context: Any) -> HttpResponse:
    reference = _noted(request, status, code)
    context |= _help(request, reference)
    response = page(request, f"web/errors/{status}.html", context, status, complete=ALL)
    visits.make_private(response)
    return _silent(response)


def _silent(response: HttpResponse) -> HttpResponse:
    """Keep Django from logging it once more, with its path and with what an exception says."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _noted(request: HttpRequest, status: int, code: str) -> str:
    """Note what failed by the name of its page, and return the reference."""
    match = request.resolver_match
    what = match.view_name if match else "no page"
    error = sys.exception() if status >= failures.OURS else None
    return failures.note(what, status=status, code=code, error=error)


def _help(request: HttpRequest, reference: str) -> dict[str, object]:
    """Return the reference, whom to ask, and the page of this programme that deals with trouble."""
    programme, language = programmes.of_page(request), of(request)
    reference_shown = Markup('<bdi class="number" dir="ltr" translate="no">{}</bdi>').format(
        reference
    )
    home, trouble, title = "", "", None
    if programme.trouble:
        home = address(programme.home, language)
        title = programme.title(language) if programme.title else None
        trouble = f"{address(programme.trouble, language)}?reference={reference}"
    return {
        "reference": reference_shown,
        "of_staff": request.path_info.startswith(_OF_STAFF),
        "trouble": trouble,
        "programme": home if title else "",
        "programme_title": title,
        "contact": contact_of(programme.name, language),
    }


_LAST_RESORT = """<!doctype html><html lang="%(language)s" dir="%(direction)s">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>%(agency)s</title>
%(banners)s
<h1>%(what)s</h1>
<p>%(reference)s</p>
<p><a href="/">%(back)s</a></p></html>"""


def _last_resort(reference: str) -> str:
    """Return the page of when no page can be made, in the language that answers everybody."""
    words = {
        "language": FIRST,
        "direction": ALL[FIRST].direction,
        "agency": settings.AGENCY.spoken(FIRST).short_name,
        "what": sentence("Something went wrong on our side", FIRST),
        "reference": sentence(
            "Reference of this error: %(reference)s. It tells us what failed, and nothing about"
            " you.",
            FIRST,
            reference=reference,
        ),
        "back": sentence("Back to the first page", FIRST),
    }
    sentences = {name: escape(text) for name, text in words.items()}
    return _LAST_RESORT % {**sentences, "banners": banners(None, FIRST)}
