"""A place that comes back goes to the list first, whatever frees it, and to the page second."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guichet.booking import actions, queries, upkeep
from guichet.booking.earlier import actions as earlier
from guichet.booking.earlier import telling
from guichet.booking.earlier.tests.waiting import make_entry, offer_to
from guichet.booking.models import Appointment, Entry, Offer, Slot
from guichet.booking.schedule import closures
from guichet.booking.schedule.capacities import set_capacity
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NOW, make_booked, make_hold, make_open_slot
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Closure, Office

pytestmark = pytest.mark.django_db

# Half past eight at the office, whose clock is five hours behind: the day has just begun.
MORNING = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
SOON = MORNING + timedelta(hours=26)


@pytest.fixture
def slot() -> Slot:
    """A slot with one place, tomorrow: what was freed so late was public at once."""
    slot = make_open_slot(starts_at=SOON)
    Office.objects.update(time_zone="America/New_York")
    return slot


def free(slot: Slot, *, now: datetime = MORNING) -> int:
    day = slot.local_day
    slots = queries.free_slots(slot.office_id, slot.service_id, first=day, last=day, now=now)
    return sum(other.free for other in slots if other.pk == slot.pk)


def sent(offer: Offer, *, now: datetime = MORNING) -> None:
    """Let the message of an offer go out."""
    telling.tell_offers(now=now)
    assert Dispatch.objects.filter(key=f"offer:{offer.pk}").update(sent_at=now) == 1


def cancel(appointment: Appointment, *, now: datetime = MORNING) -> None:
    assert actions.cancel(queries.appointment(appointment.pk), now=now)


def test_a_canceled_place_is_offered_and_no_stranger_gets_it(slot: Slot) -> None:
    booked, entry = make_booked(slot, number=9), make_entry(slot, number=1)

    cancel(booked.appointment)

    offer = offer_to(entry)
    assert offer and (offer.slot, offer.until_at) == (slot, MORNING + timedelta(hours=2))
    assert free(slot) == 0
    with pytest.raises(Obstacle, match="slot_full"):
        make_hold(slot, now=MORNING)
    assert broken_laws() == []


def test_without_anybody_who_fits_the_page_has_it_as_before(slot: Slot) -> None:
    booked = make_booked(slot, number=9)
    make_entry(slot, number=1, weekdays="7")  # Sundays only

    cancel(booked.appointment)

    assert free(slot) == 1
    assert not Offer.objects.exists()


def test_a_place_that_is_left_by_a_move_is_offered(slot: Slot) -> None:
    later = make_open_slot(starts_at=SOON + timedelta(days=3))
    booked, entry = make_booked(slot, number=9), make_entry(slot, number=1)

    actions.move(booked.appointment, later.pk, now=MORNING)

    assert offer_to(entry)
    assert (free(slot), broken_laws()) == (0, [])


def test_who_leaves_a_place_is_not_offered_it(slot: Slot) -> None:
    later = make_open_slot(starts_at=SOON + timedelta(days=3))
    booked = make_booked(slot, number=1)
    entry = make_entry(slot, number=1)

    actions.move(booked.appointment, later.pk, now=MORNING)

    assert offer_to(entry) is None
    assert free(slot) == 1


def test_who_cancels_leaves_the_list_and_whom_staff_cancel_stays(slot: Slot) -> None:
    mine, staffs = make_entry(slot, number=1), make_entry(slot, number=2)
    other = make_open_slot(starts_at=SOON + timedelta(hours=1))
    cancel(make_booked(slot, number=1).appointment)
    actions.cancel(make_booked(other, number=2).appointment, now=MORNING, actor="staff:1")

    assert Entry.objects.get(pk=mine.pk).state == "left"
    assert Entry.objects.get(pk=staffs.pk).state in {"waiting", "offered"}


def test_a_place_that_has_rested_goes_to_who_asked_meanwhile() -> None:
    slot = make_open_slot(starts_at=MORNING + timedelta(days=6))
    booked = make_booked(slot, number=9)
    cancel(booked.appointment)  # nobody waits yet: it rests
    entry = make_entry(slot, number=1)
    rested = MORNING + timedelta(minutes=61)

    with pytest.raises(Obstacle, match="slot_full"):
        make_hold(slot, now=rested)

    assert offer_to(entry)
    assert broken_laws() == []


def test_an_expired_hold_goes_to_the_page(slot: Slot) -> None:
    make_entry(slot, number=1)
    make_hold(slot, now=MORNING)
    later = MORNING + timedelta(hours=1)

    upkeep.end_due_claims(now=later)

    assert (free(slot, now=later), Offer.objects.count()) == (1, 0)


def test_more_places_are_offered_one_by_one(slot: Slot) -> None:
    make_booked(slot, number=9)
    entries = [make_entry(slot, number=number) for number in (1, 2)]

    set_capacity(slot.pk, capacity=4, room=4, now=MORNING)

    assert all(map(offer_to, entries))
    assert (free(slot), broken_laws()) == (1, [])


def test_a_day_that_is_open_again_is_offered_first(office: Office, day: Slot) -> None:
    closure = Closure.objects.create(office=office, starts_on=day.local_day, ends_on=day.local_day)
    closures.changed(office.pk, now=NOW)
    entry = make_entry(day, number=1)

    closure.delete()
    closures.changed(office.pk, now=NOW)

    assert offer_to(entry)
    assert (free(day, now=NOW), broken_laws()) == (2, [])


def test_first_asked_first_offered_and_declining_keeps_the_place_in_line(slot: Slot) -> None:
    first, second = (make_entry(slot, number=number) for number in (1, 2))
    cancel(make_booked(slot, number=9).appointment)
    offer = offer_to(first)
    assert offer

    earlier.decline(offer, now=MORNING)

    assert offer_to(first) is None
    passed_on = offer_to(second)
    assert passed_on and passed_on.slot == slot
    assert Entry.objects.get(pk=first.pk).state == "waiting"
    assert broken_laws() == []


def test_a_lapse_passes_it_on_and_two_pass_over_whoever_did_not_answer() -> None:
    slots = [make_open_slot(starts_at=MORNING + timedelta(days=days)) for days in (5, 6)]
    bookings = [make_booked(slot, number=9 + n) for n, slot in enumerate(slots)]
    entry = make_entry(slots[0], number=1)
    for days, booking in enumerate(bookings):
        now = MORNING + timedelta(days=days)
        cancel(booking.appointment, now=now)
        offer = offer_to(entry)
        assert offer
        sent(offer, now=now)
        upkeep.end_due_claims(now=offer.until_at)
        assert Offer.objects.get(pk=offer.pk).state == "lapsed"

    entry.refresh_from_db()
    assert (entry.state, entry.lapses, entry.days.count()) == ("asked", 2, 0)
    assert telling.ask_again(now=now + timedelta(hours=3)) == 0  # they had a message today
    assert telling.ask_again(now=now + timedelta(days=1)) == 1
    earlier.still(entry, now=now + timedelta(days=1))
    entry.refresh_from_db()
    assert (entry.state, entry.lapses) == ("waiting", 0)
    assert entry.days.count() > 0
    assert broken_laws() == []


def test_a_lapse_goes_to_the_next_in_the_statement_that_ends_it(slot: Slot) -> None:
    first, second = (make_entry(slot, number=number) for number in (1, 2))
    cancel(make_booked(slot, number=9).appointment)
    offer = offer_to(first)
    assert offer
    sent(offer)

    with pytest.raises(Obstacle, match="slot_full"):  # a stranger's click ends it
        make_hold(slot, now=offer.until_at)

    assert offer_to(second)
    assert broken_laws() == []


def test_a_worker_that_stands_still_keeps_nothing_from_the_page(slot: Slot) -> None:
    first, second = (make_entry(slot, number=number) for number in (1, 2))
    cancel(make_booked(slot, number=9).appointment)
    offer = offer_to(first)
    assert offer

    claim = make_hold(slot, now=offer.until_at)  # nobody was ever told

    assert claim.pk
    assert Entry.objects.get(pk=first.pk).lapses == 0
    assert offer_to(second) is None
    assert broken_laws() == []


@pytest.mark.parametrize(
    ("hours", "freed_at", "is_offered"),
    [
        (3.4, MORNING, False),  # under half an hour to answer
        (3.5, MORNING, True),
        (26, MORNING.replace(hour=3), True),  # at night: sent at eight
        (12.9, MORNING.replace(hour=3), False),  # at night, for half past eleven
    ],
)
def test_there_is_time_to_answer_or_the_page_has_it(
    hours: float, freed_at: datetime, is_offered: bool
) -> None:
    slot = make_open_slot(starts_at=freed_at + timedelta(hours=hours))
    Slot.objects.update(local_day=date(2026, 11, 24) if hours < 20 else date(2026, 11, 25))
    slot.refresh_from_db()
    Office.objects.update(time_zone="America/New_York")
    entry = make_entry(slot, number=1)

    cancel(make_booked(slot, number=9).appointment, now=freed_at)

    offer = offer_to(entry)
    assert bool(offer) == is_offered
    if offer and freed_at.hour == 3:
        assert offer.sends_at == MORNING.replace(hour=13, minute=0)
        assert telling.tell_offers(now=freed_at) == 0
        assert telling.tell_offers(now=offer.sends_at) == 1
