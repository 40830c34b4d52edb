"""Cookies under names that no other host of the domain can set: `__Host-`, where there is https.

Everything behind this middleware knows cookies by their plain names. With https they are read and
set with the prefix; a plain one of the release before is still read, is given its new name with the
next answer, and erased. So is one that begins as names will in the release after this one, which
say nothing of whose software it is: nodes of both may stand side by side, and each finds the visit.
"""

from collections.abc import Callable
from http.cookies import Morsel

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.web import visits

Answer = Callable[[HttpRequest], HttpResponse]
PREFIX = "__Host-"
OURS = "guichet_"  # what all our names begin with, but Django's own
_LASTING = {
    visits.LANGUAGE: visits.A_YEAR,
    visits.OPENED: visits.A_YEAR,
    "guichet_staff_language": visits.A_YEAR,
}


class HostCookies:
    """Translate the names of our cookies on their way in and out."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        names = {name: plain for name in request.COOKIES if (plain := _plain(name))}
        current = {plain for name, plain in names.items() if name == _sent(plain)}
        others = [name for name, plain in names.items() if name != _sent(plain)]
        _rename(request.COOKIES, names)
        response = self._answer(request)
        for plain in dict.fromkeys(names[name] for name in others):
            if plain not in current and plain not in response.cookies:
                _hand_on(request, response, plain)
        _prefix(response)
        for name in others:
            response.delete_cookie(name, samesite="Lax")
            response.cookies[name]["secure"] = settings.SESSION_COOKIE_SECURE
        return response


def _plain(name: str) -> str:
    """Return the name by which we know a cookie that came; nothing for one that is not ours."""
    plain = name.removeprefix(PREFIX)
    if plain.startswith(visits.AFTER):
        return f"{OURS}{plain.removeprefix(visits.AFTER)}"
    return plain if _is_ours(plain) else ""


def _is_ours(name: str) -> bool:
    return name.startswith(OURS) or name == settings.CSRF_COOKIE_NAME


def _sent(plain: str) -> str:
    """Return the name under which a cookie is set now."""
    return f"{PREFIX}{plain}" if settings.SESSION_COOKIE_SECURE else plain


def _rename(cookies: dict[str, str], names: dict[str, str]) -> None:
    """Give cookies their plain names; what another host may have set counts least."""

    def trust(name: str) -> tuple[bool, bool]:
        return name == _sent(names[name]), name.startswith(PREFIX)

    order = sorted(names, key=trust)
    cookies.update({names[name]: cookies.pop(name) for name in order})


def _hand_on(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Set a cookie of another release again, as it is set now."""
    is_staff = name == settings.SESSION_COOKIE_NAME
    shared = visits.on_shared_computer(request)
    response.set_cookie(
        name,
        request.COOKIES[name],
        max_age=None if shared else _LASTING.get(name),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict" if is_staff else "Lax",
    )


def _prefix(response: HttpResponse) -> None:
    if not settings.SESSION_COOKIE_SECURE:
        return
    for name in [name for name in response.cookies if _is_ours(name)]:
        cookie: Morsel[str] = response.cookies.pop(name)
        cookie.set(_sent(name), cookie.value, cookie.coded_value)
        cookie["secure"] = True
        cookie["path"] = "/"
        cookie["domain"] = ""
        dict.__setitem__(response.cookies, cookie.key, cookie)
