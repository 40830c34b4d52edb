"""Who was there and was not served: their appointment says so, and can be moved to another day."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from guichet.booking.attendance import actions as attendance
from guichet.booking.models import Appointment
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import make_booked, make_open_slot
from guichet.counter import counts
from guichet.counter.desk import past
from guichet.counter.desk.entries import Reader
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, moving, undoing
from guichet.counter.testing import (
    TEN,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_expected,
)
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office

pytestmark = pytest.mark.django_db
ACTOR = "staff:7"
ENDINGS = {actions.leave: "left", actions.turn_away: "not_served"}


@pytest.fixture
def office() -> Office:
    return make_desk_office()


def make_unserved(office: Office, deed: Callable[..., Ticket]) -> tuple[Ticket, Appointment]:
    """Return somebody who was there and was not served."""
    ticket = make_checked_in(make_expected(office=office))
    deed(ticket.pk, office=office, actor=ACTOR, now=TEN)
    return ticket, Appointment.objects.get(pk=ticket.appointment_id)


@pytest.mark.parametrize("deed", ENDINGS)
def test_their_appointment_says_how_it_ended(office: Office, deed: Callable[..., Ticket]) -> None:
    ticket, appointment = make_unserved(office, deed)
    assert (appointment.status, appointment.standing) == ("checked_in", ENDINGS[deed])
    for other in (attendance.complete, attendance.leave, attendance.turn_away):
        with pytest.raises(Obstacle, match="already_ended"):
            other(appointment.pk, actor=ACTOR, now=TEN)
    with pytest.raises(Obstacle, match="already_checked_in"):
        make_checked_in(appointment)
    day = counts.of_day(office.pk, appointment.slot.local_day)
    assert (day["checked_in"], day["no_show"], day["lost"]) == (1, 0, 0)
    assert day["left"] + day["turned_away"] == 1
    assert not broken_laws()

    undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN)
    appointment.refresh_from_db()
    assert (appointment.ended_as, appointment.standing) == ("", "checked_in")
    assert not broken_laws()


def test_who_left_before_appointments_said_so_is_taken_back_as_well(office: Office) -> None:
    ticket, appointment = make_unserved(office, actions.leave)
    Appointment.objects.filter(pk=appointment.pk).update(ended_as="")
    undone = undoing.undo(ticket.pk, office=office, actor=ACTOR, now=TEN)
    assert undone.state == "waiting"


@pytest.mark.parametrize("deed", ENDINGS)
def test_they_get_another_time(office: Office, deed: Callable[..., Ticket]) -> None:
    _, appointment = make_unserved(office, deed)
    tomorrow = make_open_slot(
        capacity=1, starts_at=TEN + timedelta(days=1), opens_at=TEN - timedelta(1), office=office
    )
    moving.move(appointment.pk, tomorrow.pk, office=office, actor=ACTOR, now=TEN)
    appointment.refresh_from_db()
    assert (appointment.slot_id, appointment.status) == (tomorrow.pk, "booked")
    assert not broken_laws()


def test_a_past_appointment_says_that_they_were_not_served(office: Office) -> None:
    _, before = make_unserved(office, actions.turn_away)
    later = TEN + timedelta(days=7)
    slot = make_open_slot(
        capacity=1, starts_at=later, opens_at=TEN - timedelta(days=1), office=office
    )
    present = make_booked(slot, number=0, now=TEN + timedelta(hours=2)).appointment
    reader = Reader(office=office, language="en", permissions=frozenset(), now=later)
    words = past.words(past.of([present.pk], reader).get(present.pk), reader)
    assert before.pk != present.pk
    assert "the office could not serve them" in str(words)


def test_who_was_served_before_their_time_was_over_has_been_here_before(office: Office) -> None:
    before = make_expected(office=office)
    slot = make_open_slot(
        capacity=1, starts_at=TEN + timedelta(hours=1), opens_at=TEN - timedelta(1), office=office
    )
    ticket, officer = make_checked_in(before), make_counter_officer()
    actions.call_next(office, desk="1", officer=officer, now=TEN)
    actions.start(ticket.pk, office=office, officer=officer, now=TEN)
    actions.finish(ticket.pk, office=office, outcome="to_return", officer=officer, now=TEN)
    present = make_booked(slot, number=0, now=TEN).appointment
    reader = Reader(office=office, language="en", permissions=frozenset(), now=TEN)
    assert past.of([present.pk], reader)[present.pk].appointment == before.pk
