"""The session of who is let in at a shared desk, and the end of the one before."""

from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.http import HttpRequest

from guichet.devices.desks.actions import Desk
from guichet.staff import audit
from guichet.staff.frame import at_desk
from guichet.staff.models import StaffSession
from guichet.staff.sessions import lifetime

PIN, PASSKEY = "desk_pin", "passkey"
_BACKEND = "guichet.staff.backends.ByRole"
# What a session knows of the desk itself and not of the person; a room that notes such adds it.
OF_THE_DESK: set[str] = set()


def enter(
    request: HttpRequest, user: User, *, by: str, desk: Desk, since: datetime | None = None
) -> None:
    """Open the session of who was let in; one by a PIN is kept to the desk of this office.

    It lasts from `since` on, the full sign-in that it rests on; None where it rests on none.
    """
    login(request, user, backend=_BACKEND)
    record_authentication(request, user, "mfa", type=by)
    lifetime.begin(request, user, now=desk.now, since=since, device=desk.device.pk)
    at_desk.note_change(request)
    if by == PIN:
        at_desk.keep(request, user, office=desk.device.office)
    audit.did_to_self(user, "desk_entered", by=by, **desk.facts)


def give_way(request: HttpRequest, *, desk: Desk | None) -> None:
    """End the session of who was here, whose day goes on, and keep nothing of theirs.

    Without a desk, where it was taken away meanwhile, the same.
    """
    of_the_desk = {key: request.session[key] for key in OF_THE_DESK if key in request.session}
    if isinstance(request.user, User):
        number = lifetime.current(request)
        StaffSession.objects.filter(pk=number, user=request.user).delete()
        audit.did_to_self(request.user, "desk_left", **(desk.facts if desk else {}))
    logout(request)
    request.session.update(of_the_desk)
