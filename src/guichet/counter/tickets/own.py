"""The ticket of an appointment, for whoever opens the appointment itself."""

from datetime import datetime

from guichet.booking.telling.following import OwnTicket
from guichet.counter import tokens
from guichet.counter.models import Ticket
from guichet.counter.queue import queries, rules
from guichet.counter.tickets.paper import TOPIC
from guichet.web.addresses.paths import address
from guichet.web.words import speaker


def ticket_of(appointment: int, language: str, now: datetime) -> OwnTicket | None:
    """Return the ticket with which somebody waits today; None where they do not."""
    tickets = Ticket.objects.filter(appointment=appointment, state__in=rules.OPEN)
    ticket = tickets.select_related("office").last()
    if ticket is None or ticket.day != queries.today_at(ticket.office, now=now):
        return None
    return OwnTicket(
        words=speaker(language, TOPIC)("page.title", number=ticket.number),
        url=address("counter:ticket", language, token=tokens.token_of(ticket.pk)),
    )
