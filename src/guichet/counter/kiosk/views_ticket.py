"""The ticket that a client was given: on the screen until they are done, and on paper."""

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from guichet.counter import tokens
from guichet.counter.kiosk.door import Here, go, with_stay
from guichet.counter.kiosk.page import show, square_of
from guichet.counter.models import Ticket
from guichet.counter.queue import public, wishes
from guichet.counter.queue.public import TicketStanding
from guichet.counter.tickets import paper as sheets
from guichet.counter.tickets.page import page_of
from guichet.kernel.obstacles import Obstacle
from guichet.offices.words import lets_phones_follow
from guichet.web.addresses.paths import address
from guichet.web.formats.dates import time_of
from guichet.web.languages import DEFAULT

Inner = Callable[[HttpRequest, Here, TicketStanding], HttpResponse]


def with_ticket(view: Inner) -> Callable[[HttpRequest, Here], HttpResponse]:
    """Give a view the ticket of the stay; without one it begins anew."""

    @wraps(view)
    def of_stay(request: HttpRequest, here: Here) -> HttpResponse:
        try:
            standing = public.standing_of(tokens.token_of(here.stay.ticket), now=here.now)
        except Obstacle:
            return go("start")
        return view(request, here, standing)

    return of_stay


@require_http_methods(["GET", "HEAD", "POST"])
@with_stay
@with_ticket
def ticket(request: HttpRequest, here: Here, standing: TicketStanding) -> HttpResponse:
    """Show the number, large; who would not see or hear the call asks to be fetched."""
    if request.method == "POST":
        _fetch(here, standing.ticket)
        return go("ticket")
    language, token = here.stay.language, tokens.token_of(standing.ticket.pk)
    context = {
        "facts": page_of(standing, language=language, now=here.now),
        "late_for": _late_for(standing.ticket, language),
        "token": token,
        "square": square_of("counter:ticket", language, token=token)
        if lets_phones_follow(here.office)
        else "",
    }
    return show(request, here, "ticket", context)


@require_safe
@with_stay
@with_ticket
def paper(request: HttpRequest, here: Here, standing: TicketStanding) -> HttpResponse:
    """Show the ticket as it is printed; the browser prints it, and the page before comes back."""
    back = address("kiosk:ticket", DEFAULT)
    return sheets.show(request, standing, language=here.stay.language, back=back, now=here.now)


def _fetch(here: Here, ticket: Ticket) -> None:
    try:
        wishes.fetch(ticket, now=here.now)
    except Obstacle:
        return  # called meanwhile, or asked before: the page says which


def _late_for(ticket: Ticket, language: str) -> str:
    """Return the time for which somebody came too late to keep it; else nothing."""
    starts_at = ticket.appointment.slot.starts_at if ticket.appointment else ticket.due_at
    if ticket.due_at <= starts_at:
        return ""
    return time_of(starts_at.astimezone(ZoneInfo(ticket.office.time_zone)), language)
