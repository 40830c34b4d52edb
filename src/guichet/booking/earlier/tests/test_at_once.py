"""In parallel: two places and one entry, an answer against a lapse, a stranger against an offer."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections

from guichet.booking import actions, places, upkeep
from guichet.booking.earlier import actions as earlier
from guichet.booking.earlier import telling
from guichet.booking.earlier.tests.waiting import make_entry, offer_to
from guichet.booking.models import Appointment, Entry, Offer, Slot
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NOW, make_booked, make_hold, make_open_slot
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db(transaction=True)

ENTRY_FOR = Path(actions.__file__).with_name("sql") / "entry_for.sql"
LOCK = "FOR NO KEY UPDATE OF waiting SKIP LOCKED"
CARELESS = ";\n  PERFORM pg_sleep(0.3)"  # look, and then write


def outcome(deed: Callable[[], object], together: Barrier) -> str:
    together.wait()
    try:
        deed()
    except Obstacle as obstacle:
        return obstacle.code
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        return str(getattr(diagnosis, "constraint_name", "stopped"))
    finally:
        connections.close_all()
    return "done"


def at_once(*deeds: Callable[[], object]) -> list[str]:
    together = Barrier(len(deeds))
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(lambda deed: outcome(deed, together), deeds))


@contextmanager
def without_the_lock() -> Iterator[None]:
    """Let who is next be looked up without a lock on them."""
    guarded = ENTRY_FOR.read_text(encoding="utf-8")
    assert LOCK in guarded
    with connection.cursor() as cursor:
        cursor.execute(guarded.replace(LOCK, CARELESS))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(guarded)


def two_places_and_one_entry() -> tuple[list[Appointment], Entry]:
    slots = [make_open_slot(starts_at=NOW + timedelta(days=days)) for days in (5, 6)]
    booked = [make_booked(slot, number=8 + n).appointment for n, slot in enumerate(slots)]
    return booked, make_entry(slots[0], number=1)


def cancel_both(booked: list[Appointment]) -> list[str]:
    first, second = booked
    return at_once(lambda: actions.cancel(first, now=NOW), lambda: actions.cancel(second, now=NOW))


def test_of_two_places_freed_at_once_one_is_offered_to_one_entry() -> None:
    booked, entry = two_places_and_one_entry()

    assert cancel_both(booked) == ["done", "done"]

    assert Offer.objects.filter(entry=entry).count() == 1
    assert broken_laws() == []


def test_without_the_lock_the_table_still_refuses_the_second_offer() -> None:
    booked, entry = two_places_and_one_entry()

    with without_the_lock():
        answers = cancel_both(booked)

    assert sorted(answers) == ["done", "one_open_offer_an_entry"]
    assert Offer.objects.filter(entry=entry).count() == 1
    assert broken_laws() == []


def offered() -> tuple[Offer, Slot]:
    slot = make_open_slot(starts_at=NOW + timedelta(days=5))
    entry = make_entry(slot, number=1)
    actions.cancel(make_booked(slot, number=9).appointment, now=NOW)
    telling.tell_offers(now=NOW)
    Dispatch.objects.update(sent_at=NOW)
    offer = offer_to(entry)
    assert offer
    return offer, slot


def just_before(moment: datetime) -> datetime:
    return moment - timedelta(milliseconds=1)


def test_of_an_answer_and_a_lapse_at_once_one_holds() -> None:
    offer, slot = offered()

    accepted, ended = at_once(
        lambda: earlier.accept(offer, now=just_before(offer.until_at)),
        lambda: places.end_due_claims(slot.pk, now=offer.until_at),
    )

    state = Offer.objects.get(pk=offer.pk).state
    assert ended == "done"
    assert (accepted, state) in {("done", "accepted"), ("offer_lapsed", "lapsed")}
    assert Appointment.objects.filter(state="booked").count() == (accepted == "done")
    assert broken_laws() == []


def test_a_stranger_gets_nothing_that_is_offered_however_many_press() -> None:
    offer, slot = offered()
    strangers = [f"visitor {number}" for number in range(4)]

    answers = at_once(
        lambda: earlier.accept(offer, now=NOW),
        *(lambda v=visitor: make_hold(slot, visitor=v) for visitor in strangers),  # type: ignore[misc]
    )

    assert answers == ["done", *["slot_full"] * 4]
    assert broken_laws() == []


def test_a_second_press_of_the_same_answer_does_nothing() -> None:
    offer, _ = offered()

    answers = at_once(*[lambda: earlier.accept(offer, now=NOW)] * 2)

    assert sorted(answers) == ["done", "offer_accepted"]
    upkeep.end_due_claims(now=offer.until_at)
    assert broken_laws() == []
