"""How long a session is left alone: after half an hour without a page it ends."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from guichet.staff import audit

_SEEN_AT = "staff_seen_at"
_NOTED_EVERY = timedelta(seconds=30)  # so that not every page writes the session


def has_ended(request: HttpRequest, *, now: datetime) -> bool:
    """Tell whether the session was left alone too long, and end it; else note that it is used."""
    noted = request.session.get(_SEEN_AT)
    seen_at = datetime.fromtimestamp(noted, now.tzinfo) if noted else now
    if now - seen_at > timedelta(minutes=settings.STAFF_IDLE_MINUTES):
        audit.did_to_self(request.user, "session_ended")
        logout(request)
        return True
    if not noted or now - seen_at > _NOTED_EVERY:
        request.session[_SEEN_AT] = now.timestamp()
    return False
