"""The same person at the same minute for two services: asked on the pages, a code for programs."""

import pytest
from django.test import Client

from guichet.booking.api.tests.calls import Program, refused
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import make_open_slot
from guichet.booking.tests.journey import ADA, BOOK, DETAILS, book, hold
from guichet.booking.tests.windows import Window, time_text
from guichet.offices.testing import make_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
QUESTION = "You have another appointment at the same time"


@pytest.fixture
def then(slot: Slot) -> Slot:
    """A slot of another service at the same minute."""
    return make_open_slot(capacity=2, service=make_service(code="citizenship_question"))


def asked_in(client: Client, slot: Slot) -> Window:
    hold(client, slot)
    window = Window(client).open(DETAILS).press(DETAILS, **ADA).press(BOOK)
    assert window.shown.status_code == 409
    assert QUESTION in window.text
    return window


def live() -> set[str]:
    return set(Appointment.objects.filter(state="booked").values_list("service_id", flat=True))


def test_the_page_asks_and_books_both(slot: Slot, then: Slot) -> None:
    book(Client(), slot)
    window = asked_in(Client(), then)
    assert live() == {"case_question"}
    form = next(form for form, _, fields in window.buttons if fields == {"same_time": "both"})
    window.send(form, BOOK, {"same_time": "both"})
    assert "Your appointment is booked" in window.text
    assert live() == {"case_question", "citizenship_question"}


def test_it_replaces_the_other_with_its_number_and_pin(slot: Slot, then: Slot) -> None:
    book(Client(), slot)
    number = Appointment.objects.get().confirmation_number or ""
    window = asked_in(Client(), then)
    form = next(form for form, _, fields in window.buttons if fields == {"same_time": "replace"})
    window.send(form, BOOK, {"same_time": "replace", "number": number, "pin": "000000"})
    assert window.shown.status_code == 409
    assert live() == {"case_question"}
    assert "do not fit together" in window.text
    assert f'value="{number}"' in window.text
    form = next(form for form, _, fields in window.buttons if fields == {"same_time": "replace"})
    window.send(form, BOOK, {"same_time": "replace", "number": number, "pin": _pin()})
    assert "Your appointment is booked" in window.text
    assert time_text(then) in window.text
    assert live() == {"citizenship_question"}


def _pin() -> str:
    return tokens.pin_of(Appointment.objects.get(service="case_question"))


def test_it_asks_for_no_pin_of_what_this_visit_has_booked(
    client: Client, slot: Slot, then: Slot
) -> None:
    book(client, slot)
    window = asked_in(client, then)
    assert 'name="pin"' not in window.text
    form = next(form for form, _, fields in window.buttons if fields == {"same_time": "replace"})
    window.send(form, BOOK, {"same_time": "replace"})
    assert "Your appointment is booked" in window.text
    assert live() == {"citizenship_question"}


def test_it_cancels_no_other_appointment_than_that_of_the_minute(slot: Slot, then: Slot) -> None:
    book(Client(), slot)
    stranger = book(Client(), slot, name="Charles Babbage", phone="(212) 555-0199")
    assert stranger.status_code == 200
    theirs = Appointment.objects.get(name="Charles Babbage")
    window = asked_in(Client(), then)
    form = next(form for form, _, fields in window.buttons if fields == {"same_time": "replace"})
    keys = {"number": theirs.confirmation_number or "", "pin": tokens.pin_of(theirs)}
    window.send(form, BOOK, {"same_time": "replace", **keys})
    assert window.shown.status_code == 409
    assert Appointment.objects.filter(state="booked").count() == 2


def test_a_program_is_told_and_may_go_on(slot: Slot, then: Slot) -> None:
    program = Program()
    assert program.book(slot).status_code == 201
    assert refused(program.book(then)) == (409, "same_time")
    assert refused(program.book(then, same_time=False)) == (409, "same_time")
    assert refused(program.book(then, same_time=None)) == (409, "same_time")
    assert refused(program.book(then, same_time="yes")) == (422, "invalid")
    assert program.book(then, same_time=True).status_code == 201


def test_another_person_at_the_same_minute_is_nobodys_concern(slot: Slot, then: Slot) -> None:
    program = Program()
    assert program.book(slot).status_code == 201
    assert program.book(then, name="Charles Babbage").status_code == 201
