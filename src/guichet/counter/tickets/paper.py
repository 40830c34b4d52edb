"""A ticket on paper of 80 mm, as the printers beside kiosks and desks have it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from guichet.booking.finding.office_page import name_in
from guichet.booking.notice.codes import svg_of
from guichet.counter import tokens
from guichet.counter.queue.public import TicketStanding
from guichet.counter.tickets.page import page_of
from guichet.offices.words import lets_phones_follow
from guichet.web import visits
from guichet.web.addresses.paths import public_address
from guichet.web.languages import ALL
from guichet.web.pages.render import page
from guichet.web.words import speaker, texts

TOPIC, OF_STAFF = "tickets", "counter"
SHOWN_FOR = 60  # seconds, where no script prints and goes back


def show(
    request: HttpRequest,
    standing: TicketStanding,
    *,
    language: str,
    back: str,
    now: datetime,
    staff: str = "",
) -> HttpResponse:
    """Answer with a sheet that a browser prints by itself, and then goes `back`.

    `staff` is the language of whoever of the staff prints it: of the buttons, not of the sheet.
    """
    ticket = standing.ticket
    address = public_address("counter:ticket", language, token=tokens.token_of(ticket.pk))
    context = {
        "facts": page_of(standing, language=language, now=now),
        "service": name_in(ticket.service.names, language),
        "came": ticket.arrived_at.astimezone(ZoneInfo(ticket.office.time_zone)),
        "square": Markup(svg_of(address))  # noqa: S704  Drawn by us.
        if lets_phones_follow(ticket.office)
        else "",
        "back": back,
        "shown_for": SHOWN_FOR,
        "speak": speaker(language, TOPIC),
        "staff": ALL[staff] if staff else None,
        "says": speaker(staff or language, OF_STAFF),
    }
    complete = texts(TOPIC).languages()
    response = page(request, "tickets/paper.html", context, complete=complete)
    visits.make_private(response)
    return response
