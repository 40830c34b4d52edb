"""What a browser keeps of a visit, which is little, and how it is forgotten.

All of it is cookies that end with the browser: a random token that says "the same visit", when
something is first held for it; signed notes of what number and PIN opened, which each feature keeps
for itself; the shared computer. Two may stay, where the computer is the person's own: the language,
and tags of numbers that were opened here (`opened_before`).
"""

import logging
import re
import secrets
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)
VISIT, SHARED, LANGUAGE, OPENED = (
    "guichet_visit",
    "guichet_shared",
    "guichet_language",
    "guichet_opened",
)
AFTER = "site_"  # how names will begin in the release after; `wire.host_cookies` reads them now
# The cookies by which something of the person is open here; each feature adds its own.
PERSONAL = {VISIT}
A_YEAR = 365 * 24 * 3600
# Called with the token of a visit that is forgotten; what it holds is given back here.
ON_FORGET: list[Callable[[str], None]] = []
# Called with the request of a visit that ends; who keeps notes of their own ends them here.
ON_END: list[Callable[[HttpRequest, datetime], None]] = []

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def visitor_of(request: HttpRequest) -> str | None:
    """Return the token of the visit; None before anything was held, and for a forged one."""
    token = str(getattr(request, "new_visitor", None) or request.COOKIES.get(VISIT, ""))
    return token if _TOKEN.fullmatch(token) else None


def ensure_visitor(request: HttpRequest, response: HttpResponse) -> str:
    """Return the token of the visit; make one and hand it to the browser when something is held."""
    token = visitor_of(request)
    if token is None:
        token = secrets.token_urlsafe(32)
        request.new_visitor = token  # type: ignore[attr-defined]
        keep(response, VISIT, token)
    return token


def on_shared_computer(request: HttpRequest) -> bool:
    """Tell whether the person said that others use this computer, now or before."""
    choice: bool | None = getattr(request, "shared_chosen", None)
    return request.COOKIES.get(SHARED) == "1" if choice is None else choice


def is_open(request: HttpRequest) -> bool:
    """Tell whether this browser could show something of the person."""
    names = {*PERSONAL, settings.SESSION_COOKIE_NAME}
    return not names.isdisjoint(request.COOKIES) or hasattr(request, "new_visitor")


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Keep the language a person chose: for a year, or for the visit on a shared computer."""
    keep(response, LANGUAGE, language, seconds=None if on_shared_computer(request) else A_YEAR)


def end(request: HttpRequest, *, now: datetime) -> None:
    """Release what a visit holds, and let no copy of what this browser keeps open anything.

    Whatever fails there, the browser is still to forget the visit.
    """
    visitor = visitor_of(request)
    for release in ON_FORGET if visitor else []:
        _try(release, visitor)
    for end_notes in ON_END:
        _try(end_notes, request, now)


def _try(end_part: Callable[..., None], *values: object) -> None:
    try:
        end_part(*values)
    except Exception:
        log.exception("A visit was forgotten, but a part of it could not be ended.")


def forget(response: HttpResponse, *, keep_shared: bool = False) -> None:
    """Erase all that this browser keeps of the visit; the next reader is as safe as this one."""
    session, csrf = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    for name in (*sorted(PERSONAL), SHARED, LANGUAGE, OPENED, session, csrf, "messages"):
        if name != SHARED or not keep_shared:
            drop(response, name)
    response["Clear-Site-Data"] = '"cache", "storage"'
    make_private(response)


def make_private(response: HttpResponse) -> None:
    """Keep a response out of every cache, the browser's own included."""
    response["Cache-Control"] = "no-store, private"


def keep(response: HttpResponse, name: str, value: str, *, seconds: int | None = None) -> None:
    """Set a cookie that scripts and other sites cannot use; it ends with the browser."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def drop(response: HttpResponse, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, samesite="Lax")
