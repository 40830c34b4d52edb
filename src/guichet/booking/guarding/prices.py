"""What the next place costs a network that has claimed many: work, or a wait, without an end.

The price doubles with every `rules.DOUBLES_EVERY` claims of the last day. It is paid where a place
is claimed (held, booked in one step, or moved to), and only for a place that one gets.
"""

import json
from collections.abc import Callable, Mapping
from math import ceil

from django.http import HttpRequest

from guichet.booking import rules
from guichet.kernel import clock
from guichet.kernel.guarding import proofs
from guichet.kernel.guarding.network import ladder_of
from guichet.kernel.guarding.proofs import NOTHING, Price, Proof
from guichet.kernel.obstacles import Obstacle

PLACE, CONTACT = "place", "contact"  # what a proof is for
LEAST = Price(units=1, seconds=30)
NEEDED = "proof_needed"


def price_at(load: float) -> Price:
    """Return what the next claim costs at a load that costs anything."""
    times = rules.dearness(load)
    return Price(units=round(LEAST.units * times, 2), seconds=ceil(LEAST.seconds * times))


def worth_of(proof: Proof) -> float:
    """Return how many times the least price a proof is worth."""
    return max(proof.units / LEAST.units, proof.seconds / LEAST.seconds)


def settle(proof: Proof, load: float | None) -> None:
    """Use up the proof where it was needed, or raise Obstacle where it was used up before."""
    if load is not None and load >= rules.FREE_CLAIMS and not proofs.spend(proof):
        raise Obstacle(NEEDED, load=load)


def paying[T](
    request: HttpRequest, attempt: Callable[[Proof], T], *, body: Mapping[str, object] | None = None
) -> T:
    """Attempt something that may have a price with the proof that came along.

    A program that has no proof and has waited since the same call was refused is let on, too. What
    is refused raises Obstacle("proof_needed") with all that a page or a program needs to go on.
    `attempt` is outside of any transaction, and may be made twice.
    """
    proof = _shown_by(request)
    try:
        return attempt(proof)
    except Obstacle as obstacle:
        price = price_of(obstacle)
        if price is None:
            raise
    now, network = clock.now(), ladder_of(request).nearest
    detail = json.dumps([request.path, body], sort_keys=True)
    if proofs.is_call(request) and not proof.name:
        proof = proofs.patience(PLACE, network=network, now=now, detail=detail)
        if proof.covers(price):
            try:
                return attempt(proof)
            except Obstacle as obstacle:
                price = price_of(obstacle)
                if price is None:
                    raise
    raise proofs.needed(request, PLACE, price, network=network, now=now, detail=detail)


def _shown_by(request: HttpRequest) -> Proof:
    """Return the proof of a request; nearly none has any, and nothing is worked out for those."""
    if not proofs.carries(request):
        return NOTHING
    network = ladder_of(request).nearest
    return proofs.shown_by(request, PLACE, network=network, now=clock.now())


def price_of(obstacle: Obstacle) -> Price | None:
    """Return the price that stands in the way; None for any other obstacle."""
    load = obstacle.facts.get("load")
    if obstacle.code != NEEDED or not isinstance(load, float | int):
        return None
    return price_at(load)
