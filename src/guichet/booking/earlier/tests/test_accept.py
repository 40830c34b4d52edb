"""An offer is accepted by a move or a booking in one transaction, and what is left goes on."""

from datetime import timedelta

import pytest

from guichet.booking import actions, queries
from guichet.booking.earlier import actions as earlier
from guichet.booking.earlier.tests.waiting import make_entry, offer_to
from guichet.booking.models import Appointment, Entry, Offer, Slot
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def slots_on(*days: int) -> list[Slot]:
    return [make_open_slot(starts_at=NOW + days_later * DAY) for days_later in days]


def offered_after_cancelling(slot: Slot, entry: Entry) -> Offer:
    """Free the one place of a slot, and return what is offered to an entry then."""
    actions.cancel(make_booked(slot, number=9).appointment, now=NOW)
    offer = offer_to(entry)
    assert offer
    return offer


def test_an_appointment_moves_into_the_place_that_was_kept_and_keeps_its_number() -> None:
    near, far = slots_on(5, 9)
    booked, entry = make_booked(far, number=1), make_entry(far, number=1)
    offer = offered_after_cancelling(near, entry)

    moved = earlier.accept(offer, now=NOW)

    assert moved.pk == booked.appointment.pk
    assert (moved.slot, moved.place) == (near, 1)
    assert moved.confirmation_number == booked.appointment.confirmation_number
    entry.refresh_from_db()
    assert (entry.state, entry.identity, entry.client) == ("accepted", None, {})
    assert broken_laws() == []


def test_who_has_no_appointment_is_booked_with_what_they_said() -> None:
    (near,) = slots_on(5)
    entry = make_entry(near, number=1, phone="+12125550199", email="ada@example.org")
    offer = offered_after_cancelling(near, entry)

    booked = earlier.accept(offer, now=NOW)

    assert (booked.status, booked.slot, booked.phone) == ("booked", near, "+12125550199")
    assert booked.email == "ada@example.org"
    assert broken_laws() == []


def test_chains_end_and_each_left_place_goes_to_a_later_appointment() -> None:
    slots = slots_on(4, 5, 6, 7, 8)
    waiting = {}
    for number, slot in enumerate(slots[1:], start=1):
        make_booked(slot, number=number)
        waiting[number] = make_entry(slot, number=number)
    actions.cancel(make_booked(slots[0], number=9).appointment, now=NOW)

    accepted = []
    while offer := Offer.objects.filter(state="open").first():
        accepted.append(earlier.accept(offer, now=NOW).slot.starts_at)
        assert len(accepted) <= len(waiting)

    assert accepted == [slot.starts_at for slot in slots[:4]]
    assert Entry.objects.filter(state="accepted").count() == 4
    assert broken_laws() == []


def test_nobody_is_offered_a_time_that_is_later_than_their_own() -> None:
    near, far = slots_on(5, 9)
    make_booked(near, number=1)
    entry = make_entry(near, number=1)
    actions.cancel(make_booked(far, number=9).appointment, now=NOW)

    assert offer_to(entry) is None


def test_who_has_an_earlier_time_by_now_is_told_and_moves_nowhere() -> None:
    nearest, near, far = slots_on(4, 5, 9)
    booked, entry = make_booked(far, number=1), make_entry(far, number=1)
    offer = offered_after_cancelling(near, entry)
    actions.move(booked.appointment, nearest.pk, now=NOW)

    with pytest.raises(Obstacle, match="own_is_nearer"):
        earlier.accept(offer, now=NOW)

    assert queries.appointment(booked.appointment.pk).slot == nearest
    assert broken_laws() == []


def test_accepted_twice_declined_before_and_too_late_are_three_sentences() -> None:
    near, far = slots_on(5, 9)
    make_booked(far, number=1)
    entry = make_entry(far, number=1)
    offer = offered_after_cancelling(near, entry)
    with pytest.raises(Obstacle, match="offer_lapsed"):
        earlier.accept(offer, now=offer.until_at)
    earlier.accept(offer, now=NOW)

    with pytest.raises(Obstacle, match="offer_accepted"):
        earlier.accept(offer, now=NOW)
    with pytest.raises(Obstacle, match="offer_accepted"):
        earlier.decline(offer, now=NOW)

    assert Appointment.objects.filter(state="booked").count() == 1


def test_an_office_that_closes_the_day_takes_the_offer_back() -> None:
    (near,) = slots_on(5)
    offer = offered_after_cancelling(near, make_entry(near, number=1))
    Slot.objects.filter(pk=near.pk).update(closed=True)

    with pytest.raises(Obstacle, match="offer_withdrawn"):
        earlier.accept(offer, now=NOW)


def test_leaving_the_list_gives_an_offer_to_the_next() -> None:
    (near,) = slots_on(5)
    first, second = make_entry(near, number=1), make_entry(near, number=2)
    offered_after_cancelling(near, first)

    earlier.leave(first, now=NOW)
    earlier.leave(first, now=NOW)

    assert offer_to(second)
    first.refresh_from_db()
    assert (first.state, first.identity) == ("left", None)
    assert broken_laws() == []


def test_asking_twice_is_one_entry_with_the_first_place_in_line() -> None:
    (near,) = slots_on(5)
    first = make_entry(near, number=1)

    assert make_entry(near, number=1).pk == first.pk
    assert Entry.objects.count() == 1
