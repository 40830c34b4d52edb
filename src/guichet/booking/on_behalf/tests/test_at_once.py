"""Families are booked by several desks at the same moment: each gets all its places, or none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from guichet.booking.models import Appointment, Slot
from guichet.booking.on_behalf import actions
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NOW, make_open_slot
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db(transaction=True)
DESKS = 6


def try_to_hold(slot: Slot, together: Barrier) -> str:
    """Keep places for three people at the moment at which all do."""
    together.wait()
    try:
        actions.hold_for(slot.pk, office=slot.office_id, people=3, actor="staff:7", now=NOW)
    except Obstacle as obstacle:
        return obstacle.code
    finally:
        connections.close_all()
    return "kept"


def test_each_family_has_all_its_places_or_none() -> None:
    first = make_open_slot(capacity=4, room=2)
    second = make_open_slot(capacity=4, room=4, starts_at=first.ends_at)
    third = make_open_slot(capacity=2, room=1, starts_at=first.ends_at + timedelta(minutes=20))
    together = Barrier(DESKS)
    with ThreadPoolExecutor(DESKS) as pool:
        slots = [first, second] * (DESKS // 2)
        answers = list(pool.map(lambda slot: try_to_hold(slot, together), slots))
    assert set(answers) <= {"kept", "no_room_together"}
    places = list(Appointment.objects.filter(state="held").values_list("slot", "place"))
    assert len(places) == len(set(places)) == 3 * answers.count("kept")
    assert 2 <= answers.count("kept") <= 3
    assert {slot for slot, _ in places} <= {first.pk, second.pk, third.pk}
    assert broken_laws() == []
