"""Words that fit what was tried, and acts that change nothing and so have no effects."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking import actions, rules, sentences
from guichet.booking.api.tests.calls import Program
from guichet.booking.api.voice import KINDS
from guichet.booking.models import Appointment, ReleaseWish
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import (
    CANCEL,
    DETAILS,
    EXTEND,
    MANAGE,
    Now,
    hold,
    marks_of,
    marks_on,
)
from guichet.booking.tests.windows import Window
from guichet.kernel.models import AuditEntry, Dispatch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

# What each deed can run into, and whether the sentence may say "choose another one".
MAY_CHOOSE = {
    ("hold", "slot_closed", False): True,
    ("hold", "slot_full", False): True,
    ("book", "slot_closed", False): True,
    ("book", "hold_expired", False): True,
    ("book", "already_booked", False): False,
    ("move", "slot_closed", False): True,
    ("move", "slot_full", False): True,
    ("move", "slot_closed", True): False,
    ("move", "already_cancelled", False): False,
    ("move", "checked_in", False): False,
    ("cancel", "slot_closed", True): False,
}
CHOOSE = ("choose another", "choose a time")


@pytest.mark.parametrize(("deed", "code", "is_over"), MAY_CHOOSE)
def test_every_sentence_fits_what_was_tried(deed: str, code: str, *, is_over: bool) -> None:
    assert KINDS[code].status == 409
    sentence = sentences.say(rules.words_for(deed, code, is_over=is_over), "en")
    offers = any(words in sentence for words in CHOOSE)
    assert offers == MAY_CHOOSE[deed, code, is_over]
    assert ("past" in sentence) == is_over
    assert ("canceled" in sentence) == (deed == "cancel" or code == "already_cancelled")


@pytest.mark.parametrize(("deed", "words"), [("cancel", "canceled"), ("move", "moved")])
def test_a_program_hears_that_an_appointment_is_past(deed: str, words: str, now: Now) -> None:
    program, later = Program(), make_open_slot(starts_at=NOW + timedelta(days=20))
    _, basic = program.booked(make_open_slot())
    now.later(days=8)
    body = {"slot": str(later.pk)} if deed == "move" else None
    for _ in range(2):
        answer = program.post(
            f"appointments/{basic[0]}/{deed}", body, basic=basic, idempotency_key="once"
        )
        assert answer.status_code == 409
        problem = answer.json()
        assert problem["code"] == "slot_closed"
        assert "past" in problem["detail"] and words in problem["detail"]
        assert "choose another" not in problem["detail"]


def effects() -> tuple[int, int]:
    return Dispatch.objects.count(), AuditEntry.objects.count()


@pytest.mark.parametrize("key", [None, "the same", "another"])
def test_moving_to_the_time_one_has_sends_nothing(key: str | None) -> None:
    program, slot = Program(), make_open_slot()
    _, basic = program.booked(slot, email="ada@example.org")
    before = effects()
    headers = {"idempotency_key": key} if key else {}
    answers = [
        program.post(
            f"appointments/{basic[0]}/move", {"slot": str(slot.pk)}, basic=basic, **headers
        )
        for _ in range(3)
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert effects() == before


def test_cancelling_twice_tells_once(client: Client) -> None:
    booked = make_booked(email="ada@example.org")
    window = Window(client).open(MANAGE)
    number = str(booked.appointment.confirmation_number)
    window.press(MANAGE, number=number, pin=booked.pin).open(CANCEL)
    again = marks_of("cancel", booked.appointment)
    window.press(CANCEL)
    before = effects()
    assert client.post(CANCEL, again).status_code == 302
    actions.cancel(Appointment.objects.get(), now=NOW)
    assert effects() == before


def test_more_time_is_given_once(client: Client, now: Now) -> None:
    hold(client, make_open_slot())
    marks = marks_on(client.get(DETAILS))
    client.post(EXTEND, marks)
    until = Appointment.objects.get().until_at
    now.later(minutes=2)
    client.post(EXTEND, marks)
    assert Appointment.objects.get().until_at == until


def test_more_time_for_a_place_that_is_lost_says_so(client: Client, now: Now) -> None:
    hold(client, make_open_slot())
    window = Window(client).open(DETAILS)
    now.later(minutes=11)
    window.press(EXTEND, name="Ada Lovelace")
    assert window.shown.status_code == 409
    assert "Your time is up" in window.text
    assert 'value="Ada Lovelace"' in window.text


def test_asking_twice_to_be_told_is_asking_once() -> None:
    slot = make_open_slot()
    for _ in range(2):
        actions.wish(
            office=slot.office_id,
            service=slot.service_id,
            email="ada@example.org",
            language="en",
            now=NOW,
        )
    assert ReleaseWish.objects.count() == 1


def test_book_another_remembers_office_and_service(client: Client) -> None:
    booked = make_booked()
    window = Window(client).open(MANAGE)
    number = str(booked.appointment.confirmation_number)
    window.press(MANAGE, number=number, pin=booked.pin).open(CANCEL).press(CANCEL)
    assert 'href="/en/appointments/offices/TST/case_question/"' in window.text
