"""The forms of a ticket's page: what each asks for, and what its page showed.

The address says whose ticket it is. A mark says how it stood when the page was made, so that nobody
who was called meanwhile leaves the line by a press that was meant for before.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from markupsafe import Markup

from guichet.counter.models import Ticket
from guichet.counter.queue import rules, wishes
from guichet.web.forms import marks

DEED, SEEN = "do", "seen"
Deed = Callable[..., Ticket]
DEEDS: Mapping[str, Deed] = {
    "more": wishes.ask_for_time,
    "back": wishes.be_back,
    "fetch": wishes.fetch,
    "leave": wishes.leave,
}
State = Ticket.State
_MADE = {"more": State.PARKED, "back": State.WAITING, "leave": State.LEFT}


def deed_of(request: HttpRequest) -> str:
    """Return what a sent form asks for; nothing for what no page offers."""
    deed = request.POST.get(DEED, "")
    return deed if deed in DEEDS else ""


def field(ticket: Ticket) -> Markup:
    """Return the hidden field that says how a ticket stands on its page."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(SEEN, mark(ticket))


def mark(ticket: Ticket) -> str:
    """Return the mark of a ticket as it stands now."""
    how = f"{ticket.state} {ticket.pauses} {ticket.changed_at.isoformat()}"
    return marks.mark(how, ticket)


def is_as_seen(request: HttpRequest, ticket: Ticket) -> bool:
    """Tell whether a ticket still stands as the page of a sent form showed it."""
    return constant_time_compare(request.POST.get(SEEN, ""), mark(ticket))


def is_done(deed: str, ticket: Ticket) -> bool:
    """Tell whether the client has done this already."""
    if deed == "fetch":
        return rules.FETCH in ticket.needs
    return ticket.state == _MADE.get(deed) and ticket.changed_by == wishes.CLIENT
