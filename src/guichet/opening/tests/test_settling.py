"""Everybody whom a closure hits gets one outcome and one message, whatever dies in between."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from guichet.booking import actions as booking
from guichet.booking.models import Appointment, CallTask, Slot
from guichet.booking.places import claim
from guichet.booking.schedule import invariants
from guichet.booking.telling import channels
from guichet.booking.testing import make_booked
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Closure, Office
from guichet.opening import actions, keeping
from guichet.opening.models import Outcome
from guichet.opening.testing import MANAGER, NINE, make_people, make_slots, make_working_office
from guichet.post import deliver, send

EARLY, HOUR, NEXT = NINE - timedelta(hours=2), timedelta(hours=1), NINE + timedelta(days=1)
Kind = Outcome.Kind


@pytest.fixture
def office() -> Office:
    return make_working_office()


def closed(office: Office, plan: str = Closure.MOVE) -> Closure:
    """Close the office for the whole morning."""
    return actions.close(
        office,
        starts_at=NINE,
        ends_at=NINE + 4 * HOUR,
        reason="weather",
        by=MANAGER,
        plan=plan,
        now=EARLY,
    )


def kinds() -> Counter[str]:
    return Counter(Outcome.objects.values_list("kind", flat=True))


@pytest.mark.django_db
def test_it_keeps_a_place_for_each_as_long_as_there_are_some(office: Office) -> None:
    people = make_people(make_slots(office, 3), now=EARLY, has_mail=True)
    make_slots(office, 2, first=NEXT + HOUR, room=1)
    closure = closed(office)
    assert actions.settle(closure, now=EARLY) == 6
    assert kinds() == {Kind.MOVED: 4, Kind.KEPT: 2}
    # The first get the earliest places; no place is kept twice, and the public sees none of them.
    moved = Outcome.objects.filter(kind=Kind.MOVED).order_by("offered_at", "pk")
    assert [row.appointment_id for row in moved] == [person.pk for person in people[:4]]
    holds = Appointment.objects.filter(state="held")
    assert len(set(holds.values_list("slot", "place"))) == 4
    assert Dispatch.objects.filter(kind="closure").count() == 6
    assert Closure.objects.get().settled_at == EARLY
    assert actions.settle_all(now=EARLY + HOUR) == 0
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_it_cancels_where_that_is_the_plan(office: Office) -> None:
    make_people(make_slots(office, 2), now=EARLY, has_mail=True)
    actions.settle(closed(office, Closure.CANCEL), now=EARLY)
    assert kinds() == {Kind.CANCELLED: 4}
    assert {person.status for person in Appointment.objects.all()} == {"cancelled"}
    assert Dispatch.objects.filter(kind="closure").count() == 4
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_who_is_at_the_office_is_left_to_the_desk(office: Office) -> None:
    people = make_people(make_slots(office, 1), now=EARLY)
    Appointment.objects.filter(pk=people[0].pk).update(checked_in_at=EARLY)
    assert actions.settle(closed(office), now=EARLY) == 1
    assert Outcome.objects.get().appointment_id == people[1].pk


@pytest.mark.django_db(transaction=True)
def test_a_machine_dies_half_way_and_another_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_people(make_slots(office, 10), now=EARLY, has_mail=True)
    make_slots(office, 10, first=NEXT)
    closure = closed(office)
    connections.close_all()
    connection.close_pool()  # no line is shared with who dies
    child = os.fork()
    if child == 0:  # the machine that dies: in the middle of the eighth person
        tell_really = channels.tell_closure
        count = iter(range(8))

        def tell(*args: Any, **kwargs: Any) -> None:
            tell_really(*args, **kwargs)
            if next(count) == 7:
                os.kill(os.getpid(), signal.SIGKILL)

        monkeypatch.setattr(channels, "tell_closure", tell)
        actions.settle(closure, now=EARLY)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert Outcome.objects.count() == 7
    assert Dispatch.objects.filter(kind="closure").count() == 7

    assert actions.settle_all(now=EARLY + timedelta(minutes=5)) == 13
    outcomes = Outcome.objects.values_list("appointment", flat=True)
    assert len(outcomes) == len(set(outcomes)) == 20
    letters = Dispatch.objects.filter(kind="closure").values_list("record", flat=True)
    assert sorted(letters) == sorted(outcomes)
    assert Appointment.objects.filter(state="held").count() == 20
    assert invariants.broken_laws() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_settle_each_person_once(office: Office) -> None:
    make_people(make_slots(office, 10), now=EARLY, has_mail=True)
    make_slots(office, 10, first=NEXT)
    closure = closed(office)

    def work(_number: int) -> int:
        try:
            return actions.settle(closure, now=EARLY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 20
    assert Outcome.objects.count() == 20
    assert Dispatch.objects.filter(kind="closure").count() == 20
    assert Appointment.objects.filter(state="held").count() == 20
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_a_booking_that_was_under_way_is_found(office: Office) -> None:
    (slot,) = make_slots(office, 1)
    closure = closed(office)
    actions.settle(closure, now=EARLY)
    Slot.objects.update(closed=False, closure=None)
    late = make_booked(slot, number=9, now=EARLY + HOUR).appointment
    Slot.objects.update(closed=True, closure=closure)
    assert actions.settle_all(now=EARLY + HOUR) == 1
    assert Outcome.objects.get().appointment_id == late.pk


@pytest.mark.django_db
def test_one_press_takes_the_place_and_a_second_changes_nothing(office: Office) -> None:
    (person, _other) = make_people(make_slots(office, 1), now=EARLY)
    (slot,) = make_slots(office, 1, first=NEXT)
    actions.settle(closed(office), now=EARLY)
    outcome = Outcome.objects.get(appointment=person)
    for _press in range(2):
        moved = keeping.take(outcome, now=NINE + HOUR)  # when their own time has begun
        assert moved.slot_id == slot.pk
    assert Outcome.objects.get(pk=outcome.pk).answer == Outcome.Answer.TAKEN
    assert Appointment.objects.filter(slot=slot, state="booked").count() == 1
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_a_place_is_free_again_when_nobody_answers_or_they_choose_another(office: Office) -> None:
    first, second = make_people(make_slots(office, 1), now=EARLY)
    slot, other = make_slots(office, 2, first=NEXT)
    actions.settle(closed(office), now=EARLY)
    by_number = str(Appointment.objects.get(pk=first.pk).confirmation_number)
    booking.move(Appointment.objects.select_related("slot").get(pk=first.pk), other.pk, now=EARLY)
    keeping.give_up(by_number, EARLY)
    assert Appointment.objects.filter(slot=slot, state="held").count() == 1
    outcome = Outcome.objects.get(appointment=second)
    assert outcome.kept_until is not None
    with pytest.raises(Obstacle, match="hold_expired"):
        keeping.take(outcome, now=outcome.kept_until)
    claim(slot.pk, visitor=None, networks=None, now=outcome.kept_until, until=NEXT)
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_taking_back_frees_what_was_kept_and_tells_who_was_told(office: Office) -> None:
    make_people(make_slots(office, 1), now=EARLY, has_mail=True)
    make_slots(office, 1, first=NEXT)
    closure = closed(office)
    actions.settle(closure, now=EARLY)
    Dispatch.objects.filter(kind="closure").update(sent_at=EARLY)
    actions.take_back(closure, by=MANAGER, now=EARLY + HOUR)
    assert not Appointment.objects.filter(state="held").exists()
    assert not Slot.objects.filter(closed=True).exists()
    assert Dispatch.objects.filter(kind="closure_ended").count() == 2
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_the_outcome_says_what_reached_somebody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    monkeypatch.setattr(send, "texts_configured", lambda: True)
    monkeypatch.setattr(send, "send_text", lambda text, to, *, key: texts.append(text))
    (slot,) = make_slots(office, 1)
    by_text, by_call = make_people([slot], now=EARLY)
    actions.settle(closed(office), now=NINE - timedelta(minutes=1))
    # The message does not die at the time that it is about.
    row = Dispatch.objects.get(record=by_text.pk, kind="closure_text")
    deliver.deliver(row.pk, now=NINE + HOUR)
    assert Outcome.objects.get(appointment=by_text).told_by == actions.TEXT
    assert len(texts) == 1

    call = channels.call(by_call, channels.Change.CLOSURE, now=EARLY)
    assert call is None and CallTask.objects.count() == 1
    outcome = Outcome.objects.get(appointment=by_call)
    assert [actions.reach(outcome, by=MANAGER, now=NINE) for _press in range(2)] == [True, False]
    outcome.refresh_from_db()
    assert outcome.told_by == actions.CALL


@pytest.mark.django_db(transaction=True)
def test_who_books_in_the_moment_of_the_closure_is_refused_or_told(office: Office) -> None:
    slots = make_slots(office, 4, capacity=4, room=4)
    make_slots(office, 8, first=NEXT)

    def book(number: int) -> str:
        try:
            return str(make_booked(slots[number % 4], number=number, now=EARLY).appointment.pk)
        except Obstacle as obstacle:
            return obstacle.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(book, number) for number in range(8)]
        closure = closed(office)
        answers += [pool.submit(book, number) for number in range(8, 16)]
        booked = {answer.result() for answer in answers} - {"slot_closed"}
    actions.settle_all(now=EARLY)
    people = Outcome.objects.filter(closure=closure).values_list("appointment", flat=True)
    assert {str(pk) for pk in people} == booked
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_an_invariant_names_who_was_left_out(office: Office) -> None:
    (slot,) = make_slots(office, 1, room=1)
    left_out = make_booked(slot, number=1, now=EARLY - HOUR).appointment
    closed(office)
    Closure.objects.update(settled_at=EARLY)
    (law,) = invariants.broken_laws()
    assert law.startswith("somebody whom a settled closure hit was left out")
    assert f"number {left_out.pk} " in law
    Slot.objects.update(closed=False)
    assert any("owns a slot that is open" in line for line in invariants.broken_laws())
