"""How many places a slot has: they become more or fewer, and nobody's place falls away."""

from datetime import datetime

from django.db import IntegrityError, transaction

from guichet.booking import places
from guichet.booking.models import Slot
from guichet.kernel.obstacles import Obstacle

GUARD = "no_place_falls_away_under_a_client"  # of sql/keep_occupied_places.sql


@transaction.atomic
def set_capacity(slot: int, *, capacity: int, room: int, now: datetime) -> None:
    """Give a slot as many places, the first `room` of them the public's; the caller writes why.

    What the public gains is offered to the earlier-time list first, in the same transaction.
    Raises Obstacle `place_occupied` where a place with a higher number is held, booked or resting.
    """
    places.end_due_claims(slot, now=now)

    try:
        with transaction.atomic():
            before = Slot.objects.select_for_update().values_list("room", flat=True).get(pk=slot)
            Slot.objects.filter(pk=slot).update(capacity=capacity, room=room)
            places.offer_free(slot, most=room - before, now=now)
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", "") == GUARD:
            raise Obstacle("place_occupied", slot=slot) from error
        raise
