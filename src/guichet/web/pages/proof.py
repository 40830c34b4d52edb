"""The page that asks for a proof: work for the browser, or a wait for who has no script."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.utils.csp import CSP

from guichet.kernel.guarding import proofs
from guichet.kernel.obstacles import Obstacle
from guichet.web.languages import ALL
from guichet.web.pages.render import page
from guichet.web.visits import make_private

OF_THE_FRAME = {"csrfmiddlewaretoken", "language", "shared"}
WIDGET = {"hideFooter": True, "hideLogo": True}
# The widget brings its own style sheet and works in the background; no other page needs that.
WIDGET_CSP = {
    **settings.SECURE_CSP,
    "style-src": [CSP.SELF, CSP.NONCE],
    "worker-src": [CSP.SELF, "blob:"],
}


def ask(
    request: HttpRequest,
    obstacle: Obstacle,
    *,
    now: datetime,
    template: str = "web/proof.html",
    complete: Iterable[str] = ALL,
    **context: Any,
) -> HttpResponse:
    """Answer 429 with a form that sends everything typed again, together with a proof.

    `obstacle` is the one that `kernel.guarding.proofs` raised. Pressed too early, the form comes
    back and says how long is left. `template` extends `web/proof.html`, `complete` are its
    languages.
    """
    way = _way_on(request, obstacle, now=now)
    response = page(request, template, {**way, **context}, 429, complete=complete)
    response._csp_config = WIDGET_CSP  # type: ignore[attr-defined]
    response["Retry-After"] = str(way["left"])
    make_private(response)
    return response


def _way_on(request: HttpRequest, obstacle: Obstacle, *, now: datetime) -> dict[str, Any]:
    """Return the work and the ticket that the page offers, and what it sends again."""
    purpose, network = str(obstacle.facts["purpose"]), obstacle.facts["network"]
    price = obstacle.facts["price"]
    assert isinstance(network, bytes)
    assert isinstance(price, proofs.Price)
    ticket = request.POST.get(proofs.TICKET, "")
    seconds = proofs.seconds_left(ticket, purpose, price, network=network, now=now)
    if not seconds:
        ticket = proofs.ticket(purpose, network=network, now=now)
    return {
        "action": request.get_full_path(),
        "asks_more": True,
        "challenge": json.dumps(proofs.challenge(purpose, price, network=network)),
        "configuration": json.dumps(WIDGET),
        "hidden": typed_before(request),
        "left": seconds or price.seconds,
        "nonce": str(get_nonce(request)),
        "of_a_number": bool(obstacle.facts.get("of_a_number")),
        "takes_long": price.units > proofs.SHORT,
        "ticket": ticket,
    }


def typed_before(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of the form that met the price, to be sent again as they are."""
    left_out = {*OF_THE_FRAME, proofs.WORK, proofs.TICKET}
    lists = request.POST.lists()
    return [(name, value) for name, values in lists if name not in left_out for value in values]
