"""The one promise: two people never hold one place. And the proof that these tests can fail."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections

from guichet.booking import actions
from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import NETWORK, NOW, make_details, make_open_slot
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db(transaction=True)

# What a program without the guard does: look for a free place, then take it.
CARELESS = """
CREATE OR REPLACE FUNCTION take_place(
  wanted bigint, moment timestamptz, whole boolean, lifted text[])
RETURNS smallint LANGUAGE plpgsql AS $$
DECLARE found_place smallint;
BEGIN
  SELECT min(number.place) INTO found_place FROM generate_series(1, 3) AS number (place)
   WHERE NOT EXISTS (SELECT FROM booking_appointment AS other WHERE other.slot_id = wanted
                        AND other.place = number.place AND other.state <> 'ended');
  PERFORM pg_sleep(0.2);
  RETURN found_place;
END $$
"""


def try_to_book(slot: int, number: int, together: Barrier) -> str:
    together.wait()
    try:
        actions.book_slot(slot, make_details(number), networks=NETWORK, language="en", now=NOW)
    except Obstacle as obstacle:
        return obstacle.code
    except IntegrityError:
        return "stopped by the database"
    finally:
        connections.close_all()
    return "booked"


def crowd(slot: Slot, clients: int) -> list[str]:
    together = Barrier(clients)
    with ThreadPoolExecutor(max_workers=clients) as pool:
        return sorted(pool.map(lambda n: try_to_book(slot.pk, n, together), range(clients)))


@contextmanager
def without_the_guard(*, without_the_constraint: bool = False) -> Iterator[None]:
    """Take the guarded counter away, and on request the unique index behind it as well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('take_place'::regproc)")
        guarded = cursor.fetchone()[0]
        cursor.execute(CARELESS)
        if without_the_constraint:
            cursor.execute("DROP INDEX one_client_per_place")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(guarded)
            if without_the_constraint:
                Appointment.objects.all().delete()
                cursor.execute(
                    "CREATE UNIQUE INDEX one_client_per_place"
                    " ON booking_appointment (slot_id, place) WHERE NOT (state = 'ended')"
                )


def test_it_gives_three_places_to_exactly_three_of_eight_clients() -> None:
    slot = make_open_slot(capacity=3)

    answers = crowd(slot, 8)

    assert answers == ["booked"] * 3 + ["slot_full"] * 5
    assert sorted(slot.appointments.values_list("place", flat=True)) == [1, 2, 3]


def test_it_holds_in_the_database_even_when_the_guard_is_taken_away() -> None:
    slot = make_open_slot(capacity=3)

    with without_the_guard():
        answers = crowd(slot, 2)

    assert answers == ["booked", "stopped by the database"]


def test_it_can_fail_without_guard_and_constraint_one_place_is_sold_twice() -> None:
    slot = make_open_slot(capacity=3)

    with without_the_guard(without_the_constraint=True):
        answers = crowd(slot, 2)
        places = list(slot.appointments.values_list("place", flat=True))

    assert answers == ["booked", "booked"]
    assert places == [1, 1]
