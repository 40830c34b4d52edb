"""Ask a network that has claimed many places for a little work, or for a wait."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.booking import places, queries
from guichet.booking.finding import answers
from guichet.booking.finding.answers import Answers
from guichet.booking.forms.client import typed_details
from guichet.booking.guarding import prices
from guichet.booking.models import Slot
from guichet.booking.views.ways import go
from guichet.kernel import clock
from guichet.kernel.guarding import proofs
from guichet.kernel.guarding.network import ladder_of
from guichet.kernel.obstacles import Obstacle
from guichet.web.addresses.paths import address
from guichet.web.languages import CATALOGUED, of
from guichet.web.pages import proof
from guichet.web.pages.render import page

LARGEST = 2**63 - 1  # a larger number is in no table
MANY_SECONDS = 120  # from here on they are told in minutes


def released_slot(slot: int) -> Slot:
    """Return a slot that the public may know of, or raise Http404."""
    row = queries.released_slot(slot, now=clock.now()) if slot <= LARGEST else None
    if row is None:
        raise Http404
    return row


def ask(
    request: HttpRequest,
    obstacle: Obstacle,
    *,
    now: datetime,
    slot: Slot | None = None,
    choices: Answers | None = None,
) -> HttpResponse:
    """Answer 429 with the work to do, and beside it the way for browsers without script."""
    return proof.ask(
        request,
        obstacle,
        now=now,
        template="booking/proof.html",
        complete=CATALOGUED,
        wait_url=_wait_url(request, slot, choices or {}),
        holds=slot is not None,
        minutes=minutes_of(_price(obstacle).seconds),
    )


def _wait_url(request: HttpRequest, slot: Slot | None, choices: Answers) -> str:
    """Return the page on which one waits for a slot that is to be held, and that goes on by itself.

    Empty for any other deed, and for who has typed something that an address must not have.
    """
    if slot is None or typed_details(request.POST):
        return ""
    return address("booking:wait", of(request), slot=slot.pk) + answers.query(choices)


def minutes_of(seconds: int) -> int:
    """Return so many seconds in minutes where they are many; else 0."""
    return -(-seconds // 60) if seconds > MANY_SECONDS else 0


def _price(obstacle: Obstacle) -> proofs.Price:
    price = obstacle.facts["price"]
    assert isinstance(price, proofs.Price)
    return price


@require_safe
def wait(request: HttpRequest, slot: int) -> HttpResponse:
    """Let somebody wait; the page comes again by itself when the time is over."""
    row, now, networks = released_slot(slot), clock.now(), ladder_of(request)
    choices, ticket = answers.read(row.service_id, request.GET), request.GET.get("ticket", "")
    price = prices.price_at(places.load_of(networks, now=now))
    seconds = proofs.seconds_left(ticket, prices.PLACE, price, network=networks.nearest, now=now)
    if seconds is None:
        ticket = proofs.ticket(prices.PLACE, network=networks.nearest, now=now)
        query = answers.query(choices, ticket=ticket)[1:]
        return go(request, "booking:wait", query=query, slot=row.pk)
    context = {"slot": row.pk, "ticket": ticket, "left": seconds, "minutes": minutes_of(seconds)}
    context |= {"hidden": answers.pairs(choices)}
    response = page(request, "booking/wait.html", context)
    if seconds:
        response["Refresh"] = str(seconds + 1)
    return response
