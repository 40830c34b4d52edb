"""The door of every staff page: signed in, second factor proved, and a role that opens it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.staff import roles, second_factor
from guichet.staff.frame import keeping, pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def may[**P](permission: str) -> Callable[[View[P]], View[P]]:
    """Open a view to those whose role allows it; others get a page that says so, or sign in."""
    assert permission in roles.PERMISSIONS, permission
    return _open_to(lambda request, _about: roles.has(request.user, permission))


def may_at[**P](permission: str) -> Callable[[View[P]], View[P]]:
    """Open a view about an office, the code in its argument `office`, to those who may there.

    An office that does not exist is as closed as a foreign one. Who may everywhere comes through:
    the view says that there is none.
    """
    assert permission in roles.AT_OFFICES, permission
    return _open_to(
        lambda request, about: roles.has_at(request.user, permission, str(about["office"]))
    )


def may_somewhere[**P](permission: str) -> Callable[[View[P]], View[P]]:
    """Open a view about several offices to those who may at one of them, as `may_at` one page.

    What it shows is up to the view: `roles.offices_where`, or all where `roles.has` says so.
    """
    assert permission in roles.AT_OFFICES, permission
    return _open_to(lambda request, _about: roles.has_somewhere(request.user, permission))


def _open_to[**P](
    allows: Callable[[HttpRequest, Mapping[str, object]], bool],
) -> Callable[[View[P]], View[P]]:
    def guarded(view: View[P]) -> View[P]:
        @wraps(view)
        def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not second_factor.is_proved(request):
                return to_sign_in(request)
            if not allows(request, kwargs):
                return pages.show(request, "staff/not_yours.html", status=403)
            return view(request, *args, **kwargs)

        return door

    return guarded


def to_sign_in(
    request: HttpRequest, *, ended: str = "", is_by_itself: bool = False
) -> HttpResponse:
    """Send to the sign-in, and from there back to the page that was asked for.

    What somebody typed is kept; of what a browser sends by itself nothing is.
    """
    form_page = "" if is_by_itself else _form_page(request)
    page = keeping.keep(request, form_page=form_page) or _page_of(request)
    query = {"next": page, **({"ended": ended} if ended else {})}
    target = address("account_login", DEFAULT)
    return HttpResponseRedirect(f"{target}?{urlencode(query)}")


def _page_of(request: HttpRequest) -> str:
    """Return the page that was asked for, or the one whose form was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return _form_page(request) or address("staff:home", DEFAULT)


def _form_page(request: HttpRequest) -> str:
    """Return the page of ours whose form was sent; "" where the browser does not say."""
    try:
        form = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # what no browser sends
        return ""
    is_ours = form.netloc == request.get_host() and form.path.startswith("/")
    return form.path if is_ours else ""
