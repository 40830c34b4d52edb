"""The mark in a form: which invitation its page showed, and with which time. It is signed."""

from datetime import datetime

from django.core import signing
from django.http import HttpRequest
from markupsafe import Markup

from guichet.interviews.invitation import Invitation
from guichet.interviews.rules import Showing

FIELD = "shown"
_SALT = "guichet.interviews.mark"
NOTHING = Showing(key=0)  # what a form without a mark showed


def field(invitation: Invitation) -> Markup:
    """Return the hidden field that says what a page shows of an invitation."""
    showing = invitation.showing
    time = showing.chosen.isoformat() if showing.chosen else ""
    mark = signing.dumps([showing.key, time, showing.appointment], salt=_SALT)
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, mark)


def showing_of(request: HttpRequest) -> Showing:
    """Return what the page of a sent form showed; without a mark of ours that is nothing."""
    try:
        key, time, appointment = signing.loads(request.POST.get(FIELD, ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return NOTHING
    start = datetime.fromisoformat(time) if time else None
    return Showing(key=key, chosen=start, appointment=appointment)
