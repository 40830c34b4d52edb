"""Staff book for somebody: on their places, by the rules, and with an override beyond some."""

from dataclasses import replace
from datetime import timedelta

import pytest

from guichet.booking import actions, queries, rules
from guichet.booking.actions import BookedAppointment
from guichet.booking.models import Appointment, Slot
from guichet.booking.on_behalf import actions as on_behalf
from guichet.booking.on_behalf.actions import NONE, Override
from guichet.booking.testing import NOW, make_booked, make_details, make_hold, make_open_slot
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db

STAFF = "staff:7"
PHONE = "+12125550142"


BEYOND = Override(lifted=(rules.RELEASE,), reason="court")


def book(
    slot: Slot, number: int = 0, *, email: str = "ada@example.org", override: Override = NONE
) -> BookedAppointment:
    details = make_details(number, phone=PHONE, email=email)
    return on_behalf.book_for(
        slot.pk,
        details,
        office=slot.office_id,
        actor=STAFF,
        language="fr",
        now=NOW,
        override=override,
    )


def test_it_books_a_place_of_the_staff_in_their_name_and_writes_to_the_client() -> None:
    booked = book(make_open_slot(capacity=3, room=2))
    assert (booked.appointment.place, booked.appointment.language) == (3, "fr")
    assert queries.by_number(str(booked.appointment.confirmation_number)) == booked.appointment
    (line,) = AuditEntry.objects.filter(record_type="appointment")
    assert (line.verb, line.actor) == ("book", STAFF)
    assert Dispatch.objects.get().kind == "appointment_confirmed"


def test_it_books_a_place_of_the_public_where_the_staff_have_none() -> None:
    slot = make_open_slot(capacity=2)
    assert book(slot).appointment.place == 1
    assert not AuditEntry.objects.filter(verb="override").exists()


@pytest.mark.parametrize(("room", "lifted"), [(1, ["release"]), (2, ["release", "share"])])
def test_an_override_has_a_reason_and_a_line_that_says_what_it_lifted(
    room: int, lifted: list[str]
) -> None:
    slot = make_open_slot(capacity=2, room=room, opens_at=NOW + timedelta(days=1))
    with pytest.raises(Obstacle, match="not_released"):
        book(slot)
    with pytest.raises(Obstacle, match="reason_needed"):
        book(slot, override=replace(BEYOND, reason=" "))
    booked = book(slot, override=BEYOND)
    line = AuditEntry.objects.get(verb="override", record=booked.appointment.pk)
    assert (line.actor, line.facts) == (STAFF, {"lifted": lifted, "reason": "court"})
    with pytest.raises(ValueError, match="closure"):
        book(slot, override=Override(lifted=("closure",), reason="x"))


def test_nothing_lifts_capacity_closure_hold_or_one_appointment_each() -> None:
    everything = Override(lifted=sorted(rules.OVERRIDES), reason="lapse")
    slot = make_open_slot(capacity=1)
    make_hold(slot)
    with pytest.raises(Obstacle, match="slot_full"):
        book(slot, override=everything)
    later = [make_open_slot(starts_at=NOW + timedelta(days=8, hours=hour)) for hour in range(3)]
    Slot.objects.filter(pk=later[0].pk).update(closed=True)
    with pytest.raises(Obstacle, match="slot_closed"):
        book(later[0], override=everything)
    book(later[1])
    with pytest.raises(Obstacle, match="already_booked"):
        book(later[2], override=everything)


def test_an_override_lifts_the_limit_of_a_phone() -> None:
    slots = [
        make_open_slot(capacity=9, room=0, starts_at=NOW + timedelta(days=7, hours=hour))
        for hour in range(2)
    ]
    most = rules.live_for(make_details(phone=PHONE).contacts.phone)
    for number in range(most):
        book(slots[number // 9], number, email="")
    with pytest.raises(Obstacle, match="too_many_for_contact"):
        book(slots[1], most, email="")
    beyond = Override(lifted=(rules.CONTACTS,), reason="group")
    assert book(slots[1], most, email="", override=beyond).appointment.status == "booked"


def hold_for(slot: Slot, people: int) -> list[Appointment]:
    claims = on_behalf.hold_for(slot.pk, office=slot.office_id, people=people, actor=STAFF, now=NOW)
    return [queries.appointment(claim) for claim in claims]


def test_a_family_gets_places_beside_each_other_or_none() -> None:
    first = make_open_slot(capacity=2, room=1)
    second = make_open_slot(capacity=1, starts_at=first.ends_at)
    make_open_slot(capacity=4, starts_at=first.ends_at + timedelta(hours=1))
    with pytest.raises(Obstacle, match="no_room_together"):
        hold_for(first, 4)
    assert not Appointment.objects.exists()
    places = [(claim.slot_id, claim.place) for claim in hold_for(first, 3)]
    assert places == [(first.pk, 2), (first.pk, 1), (second.pk, 1)]


def test_all_of_a_family_are_booked_or_nobody() -> None:
    slot = make_open_slot(capacity=3)
    make_booked(make_open_slot(starts_at=NOW + timedelta(days=9)), number=1)
    claims = hold_for(slot, 2)
    people = [
        on_behalf.Person(claim=claim.pk, details=make_details(number), language="en")
        for number, claim in enumerate(claims)
    ]
    with pytest.raises(Obstacle, match="already_booked") as refusal:
        on_behalf.book_held(people, actor=STAFF, now=NOW)
    assert refusal.value.facts["person"] == 1
    assert {queries.appointment(claim.pk).state for claim in claims} == {"held"}
    people[1] = replace(people[1], details=make_details(2))
    booked = on_behalf.book_held(people, actor=STAFF, now=NOW)
    assert len({row.appointment.confirmation_number for row in booked}) == 2
    assert len({row.pin for row in booked}) == 2


def test_places_that_were_over_are_kept_again_with_what_was_typed() -> None:
    claims = hold_for(make_open_slot(capacity=2), 2)
    actions.keep_details(claims[0].pk, make_details(), language="ar")
    later = NOW + timedelta(hours=1)
    claims = [queries.appointment(claim.pk) for claim in claims]
    again = on_behalf.keep_again(claims, actor=STAFF, now=later)
    first = queries.appointment(again[0])
    assert (first.name, first.language, first.state) == ("Ada a", "ar", "held")
    assert {queries.appointment(claim.pk).name for claim in claims} == {""}
