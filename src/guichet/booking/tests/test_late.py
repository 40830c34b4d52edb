"""Once the time has begun, staff move and cancel; clients are told that it is too late."""

from datetime import timedelta

import pytest

from guichet.booking import actions, queries
from guichet.booking.attendance import actions as attendance
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db

STAFF = "staff:7"
LATE = [timedelta(0), timedelta(minutes=10), timedelta(minutes=20), timedelta(hours=3)]


@pytest.mark.parametrize("late", LATE)
def test_staff_move_who_is_late_and_their_place_is_free(late: timedelta) -> None:
    booked = make_booked(email="ada@example.org").appointment
    now = booked.slot.starts_at + late
    target = make_open_slot(starts_at=booked.slot.starts_at + timedelta(hours=5))
    with pytest.raises(Obstacle, match="slot_closed"):
        actions.move(booked, target.pk, now=now)
    moved = actions.move(booked, target.pk, now=now, actor=STAFF).appointment
    assert (moved.slot, moved.confirmation_number) == (target, booked.confirmation_number)
    assert AuditEntry.objects.get(verb="move").actor == STAFF
    assert Dispatch.objects.filter(kind="appointment_moved", expires_at__gt=now).exists()
    booked.slot.refresh_from_db()
    assert (booked.slot.taken, broken_laws()) == (0, [])


@pytest.mark.parametrize("late", LATE)
def test_staff_cancel_what_has_begun(late: timedelta) -> None:
    booked = make_booked().appointment
    now = booked.slot.starts_at + late
    with pytest.raises(Obstacle, match="slot_closed"):
        actions.cancel(booked, now=now)
    assert actions.cancel(booked, now=now, actor=STAFF)
    assert not actions.cancel(queries.appointment(booked.pk), now=now, actor=STAFF)
    assert queries.appointment(booked.pk).status == "cancelled"
    assert broken_laws() == []


def test_staff_too_move_nobody_to_a_time_that_has_begun() -> None:
    booked = make_booked().appointment
    target = make_open_slot(starts_at=booked.slot.starts_at + timedelta(minutes=20))
    with pytest.raises(Obstacle, match="slot_closed"):
        actions.move(booked, target.pk, now=target.starts_at, actor=STAFF)


def test_staff_take_a_miss_back_before_they_move_who_came_late() -> None:
    booked = make_booked().appointment
    now = booked.slot.starts_at + timedelta(minutes=30)
    target = make_open_slot(starts_at=booked.slot.starts_at + timedelta(hours=5))
    attendance.miss(booked.pk, grace=timedelta(minutes=15), actor=STAFF, now=now)
    missed = queries.appointment(booked.pk)
    for deed in (
        lambda row: actions.move(row, target.pk, now=now, actor=STAFF),
        lambda row: actions.cancel(row, now=now, actor=STAFF),
    ):
        with pytest.raises(Obstacle, match="slot_closed"):
            deed(missed)
    attendance.undo_ending(booked.pk, actor=STAFF, now=now)
    moved = actions.move(queries.appointment(booked.pk), target.pk, now=now, actor=STAFF)
    assert moved.appointment.status == "booked"
    assert now > NOW
