"""Tickets go with their appointments and after their time; what must be true of them is proved."""

from datetime import timedelta

import pytest

from guichet.booking import upkeep as booking
from guichet.booking.models import Appointment
from guichet.booking.schedule.invariants import broken_laws
from guichet.counter import upkeep
from guichet.counter.models import Call, Day, Serving, Ticket
from guichet.counter.queue import actions
from guichet.counter.testing import (
    TEN,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_expected,
    make_walk_in,
)

pytestmark = pytest.mark.django_db


def test_a_ticket_is_erased_with_its_appointment() -> None:
    office, officer = make_desk_office(), make_counter_officer()
    ticket = make_checked_in(make_expected(office=office))
    actions.call_next(office, desk="1", officer=officer, now=TEN)
    actions.start(ticket.pk, office=office, officer=officer, now=TEN)

    booking.purge(now=TEN + booking.APPOINTMENTS_KEPT + timedelta(hours=1))
    for model in (Appointment, Ticket, Call, Serving):
        assert not model.objects.exists()


def test_a_walk_in_is_kept_as_long_as_an_appointment() -> None:
    office = make_desk_office()
    make_walk_in(office)
    assert upkeep.purge(now=TEN + timedelta(days=89)) == {"tickets": 0, "opening_days": 0}
    assert upkeep.purge(now=TEN + timedelta(days=92)) == {"tickets": 1, "opening_days": 1}
    assert not Day.objects.exists()


def test_it_proves_what_must_be_true_and_can_fail() -> None:
    office, officer = make_desk_office(), make_counter_officer()
    ticket, other = make_walk_in(office), make_checked_in(make_expected(office=office))
    actions.call_next(office, desk="1", officer=officer, now=TEN + timedelta(hours=1))
    assert broken_laws() == []

    Call.objects.update(ended_at=TEN)
    Appointment.objects.filter(pk=other.appointment_id).update(checked_in_at=None)
    Ticket.objects.filter(pk=ticket.pk).update(number=900)
    assert len(broken_laws()) == 3
