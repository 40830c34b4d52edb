"""The guard in front of every staff page: it lets through only what is meant for somebody outside.

It denies by default: a page that forgets to ask for a role is still closed to the public, and to
a person who has typed a password and no more.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import Resolver404, resolve

from guichet.staff import door, second_factor
from guichet.web.addresses import address
from guichet.web.languages import DEFAULT

Answer = Callable[[HttpRequest], HttpResponse]
OUTSIDE = {"account_login", "account_logout", "mfa_authenticate", "staff:speak"}
SETTING_UP = {"account_logout", "account_reauthenticate", "mfa_activate_totp", "staff:speak"}


class Guard:
    """Let through who has proved a second factor; send others to the step they are at."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        name = _name(request)
        if second_factor.is_proved(request):
            return self._answer(request)
        if not request.user.is_authenticated:
            return self._answer(request) if name in OUTSIDE else door.to_sign_in(request)
        if name in SETTING_UP:
            return self._answer(request)
        return HttpResponseRedirect(address("mfa_activate_totp", DEFAULT))


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
