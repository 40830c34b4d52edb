"""The public has the places from 1 to `room`, staff those above it, and each is counted apart."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from guichet.booking import actions, places, queries, rules, upkeep
from guichet.booking.models import Appointment, Slot
from guichet.booking.places import Claim
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NOW, make_booked, make_hold, make_open_slot
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Closure

pytestmark = pytest.mark.django_db

STAFF = "staff:7"
MINUTE = timedelta(minutes=1)


def staff_hold(slot: Slot, *, now: Any = NOW, lifted: tuple[str, ...] = ()) -> Claim:
    until = now + timedelta(minutes=10)
    return places.claim(
        slot.pk, visitor=None, networks=None, now=now, until=until, whole=True, lifted=lifted
    )


def place_of(claim: Claim) -> int:
    return queries.appointment(claim.pk).place


def free(slot: Slot, *, now: Any = NOW) -> int:
    """Return what pages and programs show as free."""
    day = slot.local_day
    slots = queries.free_slots(slot.office_id, slot.service_id, first=day, last=day, now=now)
    (count,) = (row.free for row in slots if row.pk == slot.pk)
    return count


def test_a_staff_booking_costs_no_place_of_the_public() -> None:
    slot = make_open_slot(capacity=4, room=2)
    assert [place_of(staff_hold(slot)) for _ in range(2)] == [3, 4]
    assert free(slot) == 2
    assert [place_of(make_hold(slot, visitor=name)) for name in "ab"] == [1, 2]
    assert free(slot) == 0
    for claim in (lambda: make_hold(slot, visitor="c"), lambda: staff_hold(slot)):
        with pytest.raises(Obstacle, match="slot_full"):
            claim()
    assert broken_laws() == []


def test_the_public_gets_no_place_of_the_staff() -> None:
    slot = make_open_slot(capacity=3, room=1)
    make_hold(slot)
    with pytest.raises(Obstacle, match="slot_full"):
        make_hold(slot, visitor="b")
    assert place_of(staff_hold(slot)) == 2


def test_staff_hear_that_an_override_would_help_and_with_one_they_get_the_lowest() -> None:
    slot = make_open_slot(capacity=3, room=2)
    staff_hold(slot)
    with pytest.raises(Obstacle, match="share_full"):
        staff_hold(slot)
    assert place_of(staff_hold(slot, lifted=(rules.SHARE,))) == 1
    assert free(slot) == 1
    assert place_of(staff_hold(slot, lifted=(rules.SHARE,))) == 2
    for lifted in ((), (rules.SHARE,)):
        with pytest.raises(Obstacle, match="slot_full"):
            staff_hold(slot, lifted=lifted)
    assert broken_laws() == []


def test_an_override_takes_a_place_of_the_staff_where_one_is_free() -> None:
    assert place_of(staff_hold(make_open_slot(capacity=3, room=2), lifted=(rules.SHARE,))) == 3


def test_an_override_lifts_the_minute_of_release() -> None:
    slot = make_open_slot(capacity=2, room=1, opens_at=NOW + timedelta(days=1))
    with pytest.raises(Obstacle, match="not_released"):
        staff_hold(slot)
    with pytest.raises(Obstacle, match="not_found"):
        make_hold(slot)
    assert place_of(staff_hold(slot, lifted=(rules.RELEASE,))) == 2
    with pytest.raises(Obstacle, match="share_full"):
        staff_hold(slot, lifted=(rules.RELEASE,))


@pytest.mark.parametrize("withdrawn", [True, False])
def test_no_override_lifts_a_closure_or_brings_back_the_past(*, withdrawn: bool) -> None:
    slot = make_open_slot(capacity=2, room=1)
    if withdrawn:
        Slot.objects.update(closed=True)
    else:
        day = slot.local_day
        Closure.objects.create(office=slot.office, starts_on=day, ends_on=day)
    for now in (NOW, slot.starts_at):
        with pytest.raises(Obstacle, match="slot_closed"):
            staff_hold(slot, now=now, lifted=(rules.SHARE, rules.RELEASE))


def test_no_override_takes_what_somebody_holds_until_it_is_due() -> None:
    slot = make_open_slot(capacity=2, room=1)
    make_hold(slot)
    staff_hold(slot)
    with pytest.raises(Obstacle, match="slot_full"):
        staff_hold(slot, lifted=(rules.SHARE,))
    later = NOW + 11 * MINUTE
    # What is due of their own comes first.
    assert place_of(staff_hold(slot, now=later, lifted=(rules.SHARE,))) == 2
    assert free(slot, now=later) == 1


def test_a_due_hold_of_staff_makes_no_place_of_the_public_free() -> None:
    slot = make_open_slot(capacity=2, room=1)
    staff_hold(slot)
    make_booked(slot)
    later = NOW + 11 * MINUTE
    assert free(slot, now=later) == 0
    assert upkeep.end_due_claims(now=later) == 1
    assert (free(slot, now=later), broken_laws()) == (0, [])


@pytest.mark.parametrize("of_staff", [True, False])
@pytest.mark.parametrize("days", [1, 7])
def test_what_is_given_back_is_counted_where_it_was(*, of_staff: bool, days: int) -> None:
    slot = make_open_slot(capacity=2, room=1, starts_at=NOW + timedelta(days=days))
    claim = staff_hold(slot) if of_staff else make_hold(slot)
    places.free(claim.pk, now=NOW, rest_until=NOW, actor="")
    assert (free(slot), broken_laws()) == (1, [])
    booked = make_booked(slot).appointment
    actions.cancel(booked, now=NOW)
    assert free(slot) == (1 if days == 1 else 0)  # it rests first
    upkeep.end_due_claims(now=NOW + 61 * MINUTE)
    assert (free(slot, now=NOW + 61 * MINUTE), broken_laws()) == (1, [])


def test_staff_move_a_client_to_a_place_of_theirs_and_the_public_has_the_old_one() -> None:
    booked = make_booked(make_open_slot(starts_at=NOW + timedelta(hours=1))).appointment
    target = make_open_slot(capacity=2, room=1, starts_at=NOW + timedelta(hours=2))
    actions.move(booked, target.pk, now=NOW, actor=STAFF, whole=True)
    assert queries.appointment(booked.pk).place == 2
    assert [free(slot) for slot in (booked.slot, target)] == [1, 1]
    other = make_booked(make_open_slot(starts_at=NOW + timedelta(hours=3)), number=1).appointment
    with pytest.raises(Obstacle, match="share_full"):
        actions.move(other, target.pk, now=NOW, actor=STAFF, whole=True)
    actions.move(other, target.pk, now=NOW, actor=STAFF, whole=True, lifted=(rules.SHARE,))
    assert queries.appointment(other.pk).place == 1
    assert broken_laws() == []


def test_the_database_keeps_the_public_to_its_share() -> None:
    slot = make_open_slot(capacity=3, room=1)
    with pytest.raises(IntegrityError, match="the_public_takes_no_more"), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(taken=2)


def test_old_appointments_are_purged_and_the_public_is_counted() -> None:
    slot = make_open_slot(capacity=3, room=2)
    make_booked(slot)
    staff_hold(slot)
    upkeep.purge(now=slot.ends_at + upkeep.APPOINTMENTS_KEPT + MINUTE)
    assert broken_laws() == []


def test_counters_of_before_are_counted_anew_and_every_claim_stays() -> None:
    slot = make_open_slot(capacity=4, room=2)
    claims = [staff_hold(slot, lifted=(rules.SHARE,)) for _ in range(3)]
    assert sorted(map(place_of, claims)) == [1, 3, 4]
    migration = import_module("guichet.booking.migrations.0020_counters_count_the_public")
    with connection.cursor() as cursor:  # as the release before counted them, one too many
        cursor.execute("UPDATE booking_slot SET taken = 2 WHERE id = %s", [slot.pk])
    assert broken_laws() != []
    migration.count_anew(apps, None)
    slot.refresh_from_db()
    assert (slot.taken, broken_laws()) == (1, [])
    assert Appointment.objects.filter(state="held").count() == 3
