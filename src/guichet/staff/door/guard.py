"""The guard in front of every staff page: it lets through only what is meant for somebody outside.

It denies by default: a page that forgets to ask for a role is still closed to the public, and to
a person who has typed a password and no more.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import Resolver404, resolve

from guichet.kernel import clock
from guichet.kernel.database import tallies
from guichet.staff import audit, offices, roles, second_factor
from guichet.staff.door import entry
from guichet.staff.frame import at_desk, keeping, pages
from guichet.staff.sessions import lifetime
from guichet.staff.sign_in import one_time
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

Answer = Callable[[HttpRequest], HttpResponse]
ALWAYS = {"account_logout", "staff:speak", "agency_sign_in", "agency_sign_in_back"}
OUTSIDE = {"account_login", "mfa_authenticate"}
SETTING_UP = {"account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn"}


class Guard:
    """Let through who has proved a second factor; send others to the step they are at."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        name = _name(request)
        if not isinstance(request.user, User):
            return self._of_stranger(request, name)
        is_by_itself = name in lifetime.BY_ITSELF or lifetime.REFRESHED in request.GET
        if why := lifetime.end_of(
            request, request.user, now=clock.now(), is_by_itself=is_by_itself
        ):
            return entry.to_sign_in(request, ended=why, is_by_itself=is_by_itself)
        step, ways = _step(request, request.user)
        if not step or name in ALWAYS | ways:
            response = self._of_desk(request, name) or self._answer(request)
            if response.status_code == HTTPStatus.FORBIDDEN:
                audit.refused(request.user, name, office=_office(request))
            keeping.note_account(request, response)
            return response
        if step == "account_login":
            logout(request)
        return HttpResponseRedirect(address(step, DEFAULT))

    def _of_desk(self, request: HttpRequest, name: str) -> HttpResponse | None:
        """Keep who came in by a desk PIN to their desk; None where the page may answer."""
        assert isinstance(request.user, User)
        if not (office := at_desk.office_of(request)):
            return None
        roles.keep_to_desk(request.user, office)
        if at_desk.is_open(name, _arguments(request), office=office):
            return None
        return pages.show(request, "staff/not_yours.html", status=403)

    def _of_stranger(self, request: HttpRequest, name: str) -> HttpResponse:
        """Answer somebody who has not signed in: a closed page is counted, and no more."""
        if name in ALWAYS | OUTSIDE:
            return self._answer(request)
        tallies.count("staff_closed_to_stranger")
        return entry.to_sign_in(
            request,
            ended=lifetime.OUT if keeping.is_of_account(request) else "",
            is_by_itself=name in lifetime.BY_ITSELF,
        )


def _step(request: HttpRequest, user: User) -> tuple[str, set[str]]:
    """Return the page that somebody must pass first, and the pages they may see; "" for none."""
    is_proved = second_factor.is_proved(request)
    if not is_proved and second_factor.has_one(user):
        # It was set up elsewhere since: a session that has seen a password only is worth nothing.
        return "account_login", set()
    if one_time.must_change(user):
        return "account_change_password", {"account_change_password"}
    return ("", set()) if is_proved else ("mfa_activate_totp", SETTING_UP)


def _office(request: HttpRequest) -> str:
    """Return the code of the office that a page is about; "" where there is no such office."""
    code = request.resolver_match.kwargs.get("office") if request.resolver_match else None
    return str(code) if code in offices.by_code() else ""


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _arguments(request: HttpRequest) -> dict[str, object]:
    try:
        return resolve(request.path_info).kwargs
    except Resolver404:
        return {}
