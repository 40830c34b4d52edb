"""The door of every staff page: signed in, second factor proved, and a role that opens it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.staff import roles, second_factor
from guichet.staff.frame import keeping, pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT


def may[**P](
    permission: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Open a view to those whose role allows it; others get a page that says so, or sign in."""
    assert permission in roles.PERMISSIONS, permission

    def guarded(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not second_factor.is_proved(request):
                return to_sign_in(request)
            if not roles.has(request.user, permission):
                return pages.show(request, "staff/not_yours.html", status=403)
            return view(request, *args, **kwargs)

        return door

    return guarded


def to_sign_in(request: HttpRequest, *, ended: str = "") -> HttpResponse:
    """Send to the sign-in, and from there back to the page that was asked for."""
    page = request.path if keeping.keep(request) else _page_of(request)
    query = {"next": page, **({"ended": ended} if ended else {})}
    target = address("account_login", DEFAULT)
    return HttpResponseRedirect(f"{target}?{urlencode(query)}")


def _page_of(request: HttpRequest) -> str:
    """Return the page that was asked for, or the one whose form was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    try:
        form = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # what no browser sends
        return address("staff:home", DEFAULT)
    is_ours = form.netloc == request.get_host() and form.path.startswith("/")
    return form.path if is_ours else address("staff:home", DEFAULT)
