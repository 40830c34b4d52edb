"""A session that a desk PIN has opened: it reaches the desk of one office and nothing else.

What it is kept to stands in the session on the server. With a role that the account had then and
has no more, or has now and had not then, it is over.
"""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.http import HttpRequest

from guichet.staff import roles

_KEPT, _CHANGED = "staff_at_desk", "staff_changed_person"
# Pages without an office in their address that such a session opens; every room adds its own.
PAGES = {
    *("account_logout", "agency_sign_in", "agency_sign_in_back"),
    *("staff:home", "staff:awake", "staff:session_left", "staff:kept", "staff:speak"),
}


def keep(request: HttpRequest, user: User, *, office: str) -> None:
    """Keep the session that was just opened to the desk of an office."""
    request.session[_KEPT] = {"office": office, "grants": roles.grants_of(user)}


def note_change(request: HttpRequest) -> None:
    """Note that this session was opened at a shared desk, so without a password."""
    request.session[_CHANGED] = True


def is_change(request: HttpRequest) -> bool:
    """Tell whether this session was opened at a shared desk, without a password."""
    return bool(request.session.get(_CHANGED))


def office_of(request: HttpRequest) -> str:
    """Return the office to whose desk this session is kept; "" for every other session."""
    return str(request.session.get(_KEPT, {}).get("office", ""))


def has_changed(request: HttpRequest, user: User) -> bool:
    """Tell whether an account has other roles than when its desk PIN opened this session."""
    desk = request.session.get(_KEPT, {})
    return bool(desk) and desk["grants"] != roles.grants_of(user)


def is_open(name: str, about: Mapping[str, object], *, office: str) -> bool:
    """Tell whether a session kept to an office's desk may knock at a page; its role decides."""
    return name in PAGES or about.get("office") == office
