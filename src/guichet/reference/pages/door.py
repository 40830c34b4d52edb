"""Who may open a kind of reference data: all of it, or the hours of their own offices."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from guichet.offices.sheets.kinds import KINDS, Kind
from guichet.reference.trials import Scope
from guichet.staff import roles
from guichet.staff.door.entry import may_somewhere
from guichet.staff.frame import pages

SEE, KEEP = "see_hours", "open_hours"
ORDER = ("offices", "services", "jurisdictions", "hours", "documents")
type OfKind = Callable[..., HttpResponse]  # of a request, a kind, a scope and the address


def scope_of(user: roles.Somebody, permission: str) -> Scope:
    """Return the offices at which somebody may; None where they may everywhere."""
    return None if roles.has(user, permission) else roles.offices_where(user, permission)


def is_open(kind: Kind, scope: Scope) -> bool:
    """Tell whether a kind is open to who may at some offices alone: its rows are of an office."""
    return scope is None or kind.key[0] == "office_code"


def kinds_of(scope: Scope) -> list[Kind]:
    """Return the kinds that are open to somebody, in the order of the page."""
    kinds = [KINDS[name] for name in ORDER if name in KINDS]
    return [kind for kind in kinds if is_open(kind, scope)]


def may_keep(user: roles.Somebody, kind: Kind) -> bool:
    """Tell whether somebody may change rows of a kind."""
    return roles.has_somewhere(user, KEEP) and is_open(kind, scope_of(user, KEEP))


def of_kind(permission: str) -> Callable[[OfKind], Callable[..., HttpResponse]]:
    """Open a view about a kind, whose name is in the argument `sheet`, to those who may."""

    def guarded(view: OfKind) -> Callable[..., HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, /, sheet: str, **more: Any) -> HttpResponse:
            scope, kind = scope_of(request.user, permission), KINDS.get(sheet)
            if kind is None:
                raise Http404
            if not is_open(kind, scope):
                return pages.show(request, "staff/not_yours.html", status=403)
            return view(request, kind, scope, **more)

        return may_somewhere(permission)(door)

    return guarded
