"""More and fewer places: none falls away under a client, and the public is counted anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction

from guichet.booking import places
from guichet.booking.models import Slot
from guichet.booking.schedule import capacities
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NOW, make_booked, make_hold, make_open_slot
from guichet.kernel.obstacles import Obstacle


def staff_hold(slot: Slot) -> int:
    until = NOW + timedelta(minutes=10)
    return places.claim(slot.pk, visitor=None, networks=None, now=NOW, until=until, whole=True).pk


def change(slot: Slot, capacity: int, room: int, *, minutes: int = 0) -> tuple[int, int, int]:
    now = NOW + timedelta(minutes=minutes)
    capacities.set_capacity(slot.pk, capacity=capacity, room=room, now=now)
    slot.refresh_from_db()
    assert broken_laws() == []
    return slot.capacity, slot.room, slot.taken


@pytest.mark.django_db
def test_it_falls_to_the_highest_place_that_is_occupied_and_no_further() -> None:
    slot = make_open_slot(capacity=5, room=3)
    make_booked(slot)
    staff_hold(slot)  # place 4
    assert change(slot, 4, 3) == (4, 3, 1)
    with pytest.raises(Obstacle, match="place_occupied"):
        change(slot, 3, 3)
    assert change(slot, 3, 3, minutes=11) == (3, 3, 1)  # the hold was due by then


@pytest.mark.django_db
def test_it_counts_the_public_anew_where_its_share_changes() -> None:
    slot = make_open_slot(capacity=5, room=2)
    make_booked(slot)
    staff_hold(slot)  # place 3
    assert change(slot, 5, 4) == (5, 4, 2)
    assert change(slot, 5, 1) == (5, 1, 1)
    assert change(slot, 9, 0) == (9, 0, 0)
    with pytest.raises(Obstacle, match="slot_full"):
        make_hold(slot)


@pytest.mark.django_db
def test_the_database_refuses_it_whatever_the_code_forgets() -> None:
    slot = make_open_slot(capacity=3)
    for visitor in "ab":
        make_hold(slot, visitor=visitor)
    with pytest.raises(IntegrityError, match="is occupied"), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(capacity=1, room=1)
    slot.capacity = slot.room = 1
    with pytest.raises(IntegrityError, match="is occupied"), transaction.atomic():
        slot.save()
    assert change(slot, 2, 2) == (2, 2, 2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_crowd_that_books_while_the_capacity_falls_keeps_its_places() -> None:
    for number in range(10):
        slot = make_open_slot(capacity=6, starts_at=NOW + timedelta(days=7, hours=number))
        together = Barrier(5)

        def book(visitor: int, slot: Slot = slot, together: Barrier = together) -> str:
            together.wait()
            try:
                if visitor:
                    make_hold(slot, visitor=f"{slot.pk} {visitor}")
                else:
                    capacities.set_capacity(slot.pk, capacity=2, room=2, now=NOW)
            except Obstacle as obstacle:
                return obstacle.code
            finally:
                connections.close_all()
            return "done"

        with ThreadPoolExecutor(5) as pool:
            answers = list(pool.map(book, range(5)))
        slot.refresh_from_db()
        holds = slot.appointments.filter(state="held").count()
        assert holds == answers[1:].count("done")
        assert (slot.capacity, answers[0]) in {(2, "done"), (6, "place_occupied")}
        assert slot.capacity == 6 or holds == 2
        assert broken_laws() == []
