"""Whatever clients do on the list and beside it, in whatever order, what must be true is true."""

from contextlib import suppress
from datetime import timedelta

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

from guichet.booking import actions, queries, upkeep
from guichet.booking.earlier import actions as earlier
from guichet.booking.earlier import telling
from guichet.booking.earlier.tests.waiting import make_entry
from guichet.booking.models import Appointment, Entry, Offer, Slot
from guichet.booking.schedule.capacities import set_capacity
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NETWORK, NOW, make_details, make_open_slot
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.testing import further

SLOTS, CLIENTS = st.integers(0, 3), st.integers(0, 4)


class Waiting(RuleBasedStateMachine):
    """Four slots on four days, with a place or two of the public's, and five people."""

    @initialize()
    def open_the_office(self) -> None:
        self.now = NOW
        self.slots = [
            make_open_slot(capacity=1 + day % 2, starts_at=NOW + timedelta(days=2 + day))
            for day in range(4)
        ]

    def own(self, client: int) -> Appointment | None:
        identity = make_details(client).keys.identity
        return Appointment.objects.filter(identity=identity, state="booked").first()

    @rule(client=CLIENTS, slot=SLOTS)
    def book(self, client: int, slot: int) -> None:
        with suppress(Obstacle), transaction.atomic():
            details = make_details(client)
            facts = {"networks": NETWORK, "language": "en", "now": self.now}
            actions.book_slot(self.slots[slot].pk, details, **facts)  # type: ignore[arg-type]

    @rule(client=CLIENTS)
    def cancel(self, client: int) -> None:
        own = self.own(client)
        if own:
            with suppress(Obstacle):
                actions.cancel(queries.appointment(own.pk), now=self.now)

    @rule(client=CLIENTS, slot=SLOTS)
    def move(self, client: int, slot: int) -> None:
        own = self.own(client)
        if own:
            with suppress(Obstacle):
                actions.move(queries.appointment(own.pk), self.slots[slot].pk, now=self.now)

    @rule(client=CLIENTS)
    def ask(self, client: int) -> None:
        make_entry(self.slots[0], number=client, now=self.now)

    @rule(client=CLIENTS, deed=st.sampled_from(["leave", "still"]))
    def answer(self, client: int, deed: str) -> None:
        entry = Entry.objects.filter(identity=make_details(client).keys.identity).first()
        if entry:
            with suppress(Obstacle):
                getattr(earlier, deed)(entry, now=self.now)

    @rule(deed=st.sampled_from(["accept", "decline"]))
    def answer_an_offer(self, deed: str) -> None:
        offer = Offer.objects.filter(state="open").order_by("pk").first()
        if offer:
            with suppress(Obstacle):
                getattr(earlier, deed)(offer, now=self.now)

    @rule(slot=SLOTS)
    def add_a_place(self, slot: int) -> None:
        capacity = Slot.objects.get(pk=self.slots[slot].pk).capacity + 1
        set_capacity(self.slots[slot].pk, capacity=capacity, room=capacity, now=self.now)

    @rule(hours=st.sampled_from([1, 2, 9, 25]), post_goes=st.booleans())
    def time_passes(self, hours: int, *, post_goes: bool) -> None:
        telling.tell_offers(now=self.now)
        if post_goes:
            Dispatch.objects.filter(sent_at=None).update(sent_at=self.now)
        self.now += timedelta(hours=hours)
        upkeep.end_due_claims(now=self.now)

    @invariant()
    def the_laws_hold(self) -> None:
        assert broken_laws() == []

    @invariant()
    def nobody_is_told_twice_a_day(self) -> None:
        offers = Dispatch.objects.filter(kind="offer").values_list("contact", "created_at")
        days = [(bytes(contact or b""), at.date()) for contact, at in offers]
        assert len(days) == len(set(days))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_keeps_its_laws_whatever_people_do() -> None:
    class Fresh(Waiting):
        def teardown(self) -> None:
            for model in (Offer, Entry, Appointment, Slot, Dispatch):
                model.objects.all().delete()  # type: ignore[attr-defined]

    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=further(40),
            stateful_step_count=further(30, times=2),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
