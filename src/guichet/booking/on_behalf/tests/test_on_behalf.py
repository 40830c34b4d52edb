"""Staff book for somebody: on their places, by the rules, and with an override beyond some."""

from datetime import timedelta

import pytest

from guichet.booking import queries, rules
from guichet.booking.actions import BookedAppointment
from guichet.booking.models import Slot
from guichet.booking.on_behalf import actions as on_behalf
from guichet.booking.testing import NOW, make_booked, make_details, make_open_slot
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db

STAFF = "staff:7"
PHONE = "+12125550142"


def book(
    slot: Slot, number: int = 0, *, email: str = "ada@example.org", **changes: object
) -> BookedAppointment:
    values = {"actor": STAFF, "language": "fr", "now": NOW, **changes}
    details = make_details(number, phone=PHONE, email=email)
    return on_behalf.book_for(slot.pk, details, **values)  # type: ignore[arg-type]


def test_it_books_a_place_of_the_staff_in_their_name_and_writes_to_the_client() -> None:
    booked = book(make_open_slot(capacity=3, room=2))
    assert (booked.appointment.place, booked.appointment.language) == (3, "fr")
    assert queries.by_number(str(booked.appointment.confirmation_number)) == booked.appointment
    (line,) = AuditEntry.objects.filter(record_type="appointment")
    assert (line.verb, line.actor) == ("book", STAFF)
    assert Dispatch.objects.get().kind == "appointment_confirmed"


def test_it_books_a_place_of_the_public_as_the_public_would() -> None:
    assert book(make_open_slot(capacity=3, room=2), whole=False).appointment.place == 1


def test_an_override_has_a_reason_and_a_line_of_its_own() -> None:
    slot = make_open_slot(capacity=2, opens_at=NOW + timedelta(days=1))
    lifted = (rules.SHARE, rules.RELEASE)
    with pytest.raises(Obstacle, match="reason_needed"):
        book(slot, lifted=lifted, reason=" ")
    booked = book(slot, lifted=lifted, reason="a letter of the court")
    line = AuditEntry.objects.get(verb="override", record=booked.appointment.pk)
    assert line.actor == STAFF
    assert line.facts == {"lifted": ["release", "share"], "reason": "a letter of the court"}
    with pytest.raises(ValueError, match="closure"):
        book(slot, lifted=("closure",), reason="x")


def test_it_keeps_to_one_appointment_of_a_service_whatever_is_lifted() -> None:
    slot = make_open_slot(capacity=4, room=2)
    make_booked(slot, phone=PHONE)
    with pytest.raises(Obstacle, match="already_booked"):
        book(slot, lifted=sorted(rules.OVERRIDES), reason="x")


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
    booked = book(
        slots[1], most, email="", lifted=(rules.CONTACTS,), reason="a group that works together"
    )
    assert booked.appointment.status == "booked"
