"""Hold, book, move, cancel, expire, and staff beside, against a model small enough to believe."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from guichet.booking import actions, places, queries, upkeep
from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NETWORK, NOW, make_details, make_open_slot
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.testing import further

SLOTS = st.integers(0, 2)
VISITORS = st.sampled_from(["ann", "bob", "cho"])
CLIENTS = st.integers(0, 3)


class Desk(RuleBasedStateMachine):
    """Three slots, two of them with a place of the staff's, and what each person has in dicts."""

    @initialize()
    def open_the_office(self) -> None:
        self.now = NOW
        self.slots = [
            make_open_slot(
                capacity=capacity, room=room, starts_at=NOW + timedelta(days=3, hours=hour)
            )
            for hour, (capacity, room) in enumerate([(1, 1), (2, 1), (3, 2)])
        ]
        self.holds: dict[str, tuple[int, int, Any]] = {}  # visitor: slot, claim, until
        self.booked: dict[int, tuple[int, int]] = {}  # client: slot, claim
        self.resting: list[tuple[int, Any]] = []  # slot, until
        self.of_staff: list[tuple[int, int, int, Any]] = []  # slot, place, claim, until

    def live(self, slot: int) -> int:
        holds = sum(at == slot and until > self.now for at, _, until in self.holds.values())
        rest = sum(at == slot and until > self.now for at, until in self.resting)
        beyond = sum(place <= self.room(slot) for place in self.places_of_staff(slot))
        return holds + rest + beyond + sum(at == slot for at, _ in self.booked.values())

    def places_of_staff(self, slot: int) -> list[int]:
        return [place for at, place, _, until in self.of_staff if at == slot and until > self.now]

    def room(self, slot: int) -> int:
        return self.slots[slot].room

    def past(self, slot: int) -> bool:
        return bool(self.slots[slot].starts_at <= self.now)

    @rule(visitor=VISITORS, slot=SLOTS)
    def hold(self, visitor: str, slot: int) -> None:
        mine = self.holds.get(visitor)
        again = mine is not None and mine[0] == slot and mine[2] > self.now
        try:
            claim = actions.hold(
                self.slots[slot].pk, visitor=visitor, networks=NETWORK, now=self.now
            )
        except Obstacle as obstacle:
            assert not again
            assert obstacle.code == ("slot_closed" if self.past(slot) else "slot_full")
            assert self.past(slot) or self.live(slot) >= self.room(slot)
            return
        assert again or (self.live(slot) < self.room(slot) and not self.past(slot))
        if again and mine:
            assert claim.pk == mine[1]
        self.holds[visitor] = (slot, claim.pk, claim.until_at)

    @rule(slot=SLOTS, lifts=st.booleans())
    def staff_hold(self, slot: int, *, lifts: bool) -> None:
        theirs = self.slots[slot].capacity - self.room(slot)
        share_is_full = sum(p > self.room(slot) for p in self.places_of_staff(slot)) >= theirs
        public_is_full = self.live(slot) >= self.room(slot)
        try:
            claim = places.claim(
                self.slots[slot].pk,
                visitor=None,
                networks=None,
                whole=True,
                now=self.now,
                until=self.now + timedelta(minutes=10),
                lifted=["share"] if lifts else [],
            )
        except Obstacle as obstacle:
            full = "slot_full" if public_is_full else "share_full"
            assert obstacle.code == ("slot_closed" if self.past(slot) else full)
            assert self.past(slot) or (share_is_full and (public_is_full or not lifts))
            return
        assert not self.past(slot) and (not share_is_full or (lifts and not public_is_full))
        place = queries.appointment(claim.pk).place
        assert (place > self.room(slot)) == (not share_is_full)
        self.of_staff.append((slot, place, claim.pk, claim.until_at))

    @rule()
    def staff_give_back(self) -> None:
        if self.of_staff:
            _, _, claim, _ = self.of_staff.pop(0)
            places.free(claim, now=self.now, rest_until=self.now, actor="")

    @rule(visitor=VISITORS, client=CLIENTS)
    def book(self, visitor: str, client: int) -> None:
        if visitor not in self.holds:
            return
        slot, claim, until = self.holds[visitor]
        try:
            with transaction.atomic():
                actions.book(claim, make_details(client), language="en", now=self.now)
        except Obstacle as obstacle:
            expected = "hold_expired" if until <= self.now else "already_booked"
            assert obstacle.code == expected
            assert until <= self.now or client in self.booked
            return
        assert until > self.now and client not in self.booked
        self.booked[client] = (slot, claim)
        del self.holds[visitor]

    @rule(client=CLIENTS, slot=SLOTS)
    def move(self, client: int, slot: int) -> None:
        if client not in self.booked:
            return
        old, claim = self.booked[client]
        before = queries.appointment(claim)
        try:
            moved = actions.move(before, self.slots[slot].pk, now=self.now)
        except Obstacle as obstacle:
            late = self.past(old) or self.past(slot)
            assert obstacle.code == ("slot_closed" if late else "slot_full")
            assert late or (slot != old and self.live(slot) >= self.room(slot))
            return
        assert moved.appointment.confirmation_number == before.confirmation_number
        self.booked[client] = (slot, claim)
        if slot != old:
            self.rest(old, before)

    @rule(client=CLIENTS)
    def cancel(self, client: int) -> None:
        if client not in self.booked:
            return
        slot, claim = self.booked[client]
        appointment = queries.appointment(claim)
        if self.past(slot):
            with pytest.raises(Obstacle, match="slot_closed"):
                actions.cancel(appointment, now=self.now)
            return
        del self.booked[client]
        assert actions.cancel(appointment, now=self.now)
        assert not actions.cancel(queries.appointment(claim), now=self.now)
        self.rest(slot, appointment)

    def rest(self, slot: int, before: Appointment) -> None:
        """The place left behind rests for 5 to 60 minutes, unless it starts within 48 hours."""
        if before.slot.starts_at - self.now < timedelta(hours=48):
            return
        rests = self.slots[slot].appointments.filter(state="resting")
        ends = {until for at, until in self.resting if at == slot}
        (until,) = set(rests.values_list("until_at", flat=True)) - ends
        assert timedelta(minutes=5) <= until - self.now <= timedelta(minutes=60)
        self.resting.append((slot, until))

    @rule(minutes=st.sampled_from([1, 6, 11, 61, 60 * 26]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_worker_comes_round(self) -> None:
        upkeep.end_due_claims(now=self.now)

    @rule(visitor=VISITORS)
    def finish_and_erase(self, visitor: str) -> None:
        actions.give_up(visitor, now=self.now)
        self.holds.pop(visitor, None)

    @invariant()
    def the_laws_hold(self) -> None:
        assert broken_laws() == []

    @invariant()
    def the_public_sees_what_is_free(self) -> None:
        if not hasattr(self, "slots") or self.now >= self.slots[0].starts_at:
            return
        free = {
            slot.pk: slot.free
            for slot in queries.free_slots(
                self.slots[0].office_id,
                self.slots[0].service_id,
                first=NOW.date(),
                last=NOW.date() + timedelta(days=9),
                now=self.now,
            )
        }
        expected = {
            slot.pk: self.room(index) - self.live(index)
            for index, slot in enumerate(self.slots)
            if slot.starts_at > self.now
        }
        assert free == expected


@pytest.fixture
def desk(transactional_db: None) -> None:
    """Give the machine a real database, emptied after it."""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_agrees_with_a_simple_model_whatever_people_do() -> None:
    class Fresh(Desk):
        def teardown(self) -> None:
            Appointment.objects.all().delete()
            Slot.objects.all().delete()

    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=further(60),
            stateful_step_count=further(40, times=2),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
