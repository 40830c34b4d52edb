"""However many spellings are sent at once, one person gets one appointment of a service."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from guichet.booking import actions
from guichet.booking.keys import identities
from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import NETWORK, NOW, make_details, make_open_slot
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db(transaction=True)

# All have the same words; half of them the same letters, too.
SPELLINGS = "José Gil|Jose Gil|Gil José|GIL JOSE|Jösé Gîl|Gil, José".split("|")


def try_to_book(slot: Slot, name: str, together: Barrier) -> str:
    together.wait()
    try:
        details = make_details(name=name)
        actions.book_slot(slot.pk, details, networks=NETWORK, language="en", now=NOW)
    except Obstacle as obstacle:
        return obstacle.code
    finally:
        connections.close_all()
    return "booked"


def crowd(slot: Slot, names: list[str]) -> list[str]:
    together = Barrier(len(names))
    with ThreadPoolExecutor(max_workers=len(names)) as pool:
        return sorted(pool.map(lambda name: try_to_book(slot, name, together), names))


def test_it_books_one_spelling_of_many_sent_at_once() -> None:
    slot = make_open_slot(capacity=20)
    for _ in range(5):
        answers = crowd(slot, SPELLINGS)
        assert answers == ["already_booked"] * 5 + ["booked"]
        Appointment.objects.all().delete()
        Slot.objects.update(taken=0)


def test_it_would_book_several_without_the_promise_of_the_table() -> None:
    slot = make_open_slot(capacity=20)
    keys = ("letters", "words")
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute(f"DROP INDEX one_live_appointment_per_{key}")
    try:
        assert crowd(slot, SPELLINGS).count("booked") > 1
    finally:
        Appointment.objects.all().delete()
        with connection.cursor() as cursor:
            for key in keys:
                cursor.execute(
                    f"CREATE UNIQUE INDEX one_live_appointment_per_{key} ON booking_appointment"
                    f" ({key}, service_id, apart) WHERE state = 'booked'"
                )


def test_it_derives_once_however_many_workers_derive_at_once() -> None:
    slot = make_open_slot(capacity=30)
    for number in range(20):
        actions.book_slot(slot.pk, make_details(number), networks=NETWORK, language="en", now=NOW)
    Appointment.objects.update(letters=None, words=None)
    together = Barrier(4)

    def derive(_: int) -> int:
        together.wait()
        try:
            return sum(identities.derive_again(now=NOW, most=3) for _ in range(9))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sum(pool.map(derive, range(4))) == 20
    assert not Appointment.objects.filter(letters=None, state="booked").exists()
