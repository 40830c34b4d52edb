"""Ask a network that keeps many places for a little work, or for half a minute."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.utils.csp import CSP
from django.views.decorators.http import require_safe

from guichet.booking import answers, proofs, queries
from guichet.booking.answers import Answers
from guichet.booking.models import Slot
from guichet.booking.views.ways import go
from guichet.kernel import clock
from guichet.kernel.network import network_key
from guichet.web.render import page

LARGEST = 2**63 - 1  # a larger number is in no table

WIDGET = {"hideFooter": True, "hideLogo": True}
# The widget brings its own style sheet and works in the background; no other page needs that.
WIDGET_CSP = {
    **settings.SECURE_CSP,
    "style-src": [CSP.SELF, CSP.NONCE],
    "worker-src": [CSP.SELF, "blob:"],
}


def released_slot(slot: int) -> Slot:
    """Return a slot that the public may know of, or raise Http404."""
    found = queries.released_slot(slot, now=clock.now()) if slot <= LARGEST else None
    if found is None:
        raise Http404
    return found


def ask(request: HttpRequest, slot: Slot, *, given: Answers) -> HttpResponse:
    """Answer 429 with the work to do, and beside it the way for browsers without script."""
    context = {
        "slot": slot.pk,
        "challenge": json.dumps(proofs.challenge()),
        "configuration": json.dumps(WIDGET),
        "hidden": answers.pairs(given),
        "nonce": str(get_nonce(request)),
        "query": answers.query(given),
        "seconds": int(proofs.WAIT.total_seconds()),
    }
    response = page(request, "booking/proof.html", context, 429)
    response._csp_config = WIDGET_CSP  # type: ignore[attr-defined]
    response["Retry-After"] = str(context["seconds"])
    return response


@require_safe
def wait(request: HttpRequest, slot: int) -> HttpResponse:
    """Let somebody wait; the page comes again by itself when the time is over."""
    found, now = released_slot(slot), clock.now()
    given, network = answers.read(found.service_id, request.GET), network_key(request)
    ticket = request.GET.get("ticket", "")
    left = proofs.seconds_left(ticket, found.pk, network=network, now=now)
    if left is None:
        ticket = proofs.ticket(found.pk, network=network, now=now)
        query = answers.query(given, ticket=ticket)[1:]
        return go(request, "booking:wait", query=query, slot=found.pk)
    return _waiting_page(request, found, ticket=ticket, left=left, given=given)


def _waiting_page(
    request: HttpRequest, slot: Slot, *, ticket: str, left: int, given: Answers
) -> HttpResponse:
    context = {
        "slot": slot.pk,
        "ticket": ticket,
        "left": left,
        "hidden": answers.pairs(given),
    }
    response = page(request, "booking/wait.html", context)
    if left:
        response["Refresh"] = str(left + 1)
    return response
