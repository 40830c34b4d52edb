"""One's own sessions: when each began, roughly where, and a button that ends it."""

from dataclasses import dataclass

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from guichet.kernel import clock
from guichet.kernel.guarding.network import network_key
from guichet.kernel.reading.days import authority_zone
from guichet.staff import audit
from guichet.staff.frame import pages
from guichet.staff.models import StaffSession
from guichet.staff.sessions import lifetime as staff_sessions
from guichet.web.addresses.paths import address
from guichet.web.formats.dates import moment
from guichet.web.languages import DEFAULT, of


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as its owner sees it."""

    number: int
    since: str
    seen_at: str
    browser: str
    is_this: bool
    is_near: bool


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Show every session of one's own account, this one marked."""
    assert isinstance(request.user, User)
    mine = staff_sessions.live(request.user, now=clock.now())
    return pages.show(
        request, "staff/sessions.html", {"sessions": [_row(request, session) for session in mine]}
    )


@require_safe
def session_left(request: HttpRequest) -> HttpResponse:
    """Tell the script of an open page how long this session has, and why it then ends."""
    assert isinstance(request.user, User)
    remainder = staff_sessions.remainder_of(request, request.user, now=clock.now())
    return JsonResponse(
        {"seconds": remainder.seconds, "why": remainder.why, "account": request.user.pk}
    )


@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """End a session of one's own account."""
    assert isinstance(request.user, User)
    if staff_sessions.end(request.user, session):
        pages.say_next(request, "sessions.ended")
    return HttpResponseRedirect(address("staff:sessions", DEFAULT))


@require_POST
def end_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of one's own account, and its day: no desk PIN opens anything either."""
    assert isinstance(request.user, User)
    staff_sessions.end_others(request.user)
    audit.did_to_self(request.user, "signed_out_everywhere")
    logout(request)
    return HttpResponseRedirect(address("account_login", DEFAULT))


def _row(request: HttpRequest, session: StaffSession) -> SessionRow:
    return SessionRow(
        number=session.pk,
        since=moment(session.since.astimezone(authority_zone()), of(request)),
        seen_at=moment(session.seen_at.astimezone(authority_zone()), of(request)),
        browser=session.browser,
        is_this=session.pk == staff_sessions.current(request),
        is_near=bytes(session.network) == network_key(request),
    )
