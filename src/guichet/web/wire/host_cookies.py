"""Cookies under names that no other host of the domain can set: `__Host-`, where there is https.

Everything behind this middleware knows cookies by their plain names. With https they are read and
set with the prefix; a plain one of the release before is still read, is given its new name with
the next answer, and erased. With the release after this one, plain names are no longer read.
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
    """Translate the names of our cookies on their way in and out; nothing without https."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        if not settings.SESSION_COOKIE_SECURE:
            return self._answer(request)
        plain = [name for name in request.COOKIES if _is_ours(name)]
        prefixed = _renamed(request.COOKIES)
        response = self._answer(request)
        for name in plain:
            if name not in prefixed and name not in response.cookies:
                _hand_on(request, response, name)
        _prefix(response)
        for name in plain:
            response.delete_cookie(name, samesite="Lax")
            response.cookies[name]["secure"] = True
        return response


def _is_ours(name: str) -> bool:
    return name.startswith(OURS) or name == settings.CSRF_COOKIE_NAME


def _renamed(cookies: dict[str, str]) -> set[str]:
    """Give cookies their plain names; return those that came with the prefix."""
    long_names = [name for name in cookies if name.startswith(PREFIX)]
    values = {name.removeprefix(PREFIX): cookies.pop(name) for name in long_names}
    ours = {name: value for name, value in values.items() if _is_ours(name)}
    cookies.update(ours)  # what another host may have set counts no more
    return set(ours)


def _hand_on(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Set a cookie of the release before again, as it is set now."""
    is_staff = name == settings.SESSION_COOKIE_NAME
    shared = visits.on_shared_computer(request)
    response.set_cookie(
        name,
        request.COOKIES[name],
        max_age=None if shared else _LASTING.get(name),
        secure=True,
        httponly=True,
        samesite="Strict" if is_staff else "Lax",
    )


def _prefix(response: HttpResponse) -> None:
    for name in [name for name in response.cookies if _is_ours(name)]:
        cookie: Morsel[str] = response.cookies.pop(name)
        cookie.set(f"{PREFIX}{name}", cookie.value, cookie.coded_value)
        cookie["secure"] = True
        cookie["path"] = "/"
        cookie["domain"] = ""
        dict.__setitem__(response.cookies, cookie.key, cookie)
