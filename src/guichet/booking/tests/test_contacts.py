"""One phone or address with many appointments: a family passes, a flood meets a code or work."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client, override_settings

from guichet.booking import rules
from guichet.booking.api.tests.calls import ADA as ADA_OF_PROGRAM
from guichet.booking.api.tests.calls import Program, refused, wrong
from guichet.booking.contacts import CODES_A_DAY
from guichet.booking.models import Appointment, ContactCode, Slot
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import ADA, BOOK, DETAILS, REVIEW, Now, hold, marks_on, press
from guichet.booking.tests.pages import text_of
from guichet.booking.tests.postbox import deliver_all
from guichet.booking.tests.working import quick, solved
from guichet.kernel.models import Dispatch
from guichet.post import deliver, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
__all__ = ["quick"]
PHONE, MAIL = "+12125550142", "ada@example.org"
Texts = list[tuple[str, str]]


@pytest.fixture
def no_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without a provider of texts."""
    monkeypatch.setattr(send, "texts_configured", lambda: False)


def fill(count: int = rules.LIVE_FOR_A_CONTACT + 3, **contact: str) -> None:
    """Let other people have so many live appointments with a phone or an address."""
    slot = make_open_slot(capacity=count, starts_at=NOW + timedelta(days=3))
    with override_settings(RATE_LIMITS=False):
        for number in range(count):
            make_booked(slot, number=number, **contact)


def attempt(client: Client, slot: Slot, **changes: str) -> Any:
    """Walk to the last button of the booking and press it."""
    hold(client, slot)
    press(client, DETAILS, {**ADA, **changes})
    return press(client, BOOK)


def again(client: Client, page: Any, **changes: str) -> Any:
    """Press the button of a page that asks for something more, with that typed."""
    form = page.content.decode()
    fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    hidden = {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}
    return client.post(BOOK, {**hidden, **changes})


def code_in(text: str) -> str:
    (code,) = re.findall(r"\b\d{8}\b", text)
    return code


def test_a_family_of_eight_is_asked_nothing(client: Client, texts: Texts) -> None:
    fill(rules.LIVE_FOR_A_CONTACT - 1, phone=PHONE, email=MAIL)
    booked = attempt(client, make_open_slot(capacity=2), email=MAIL)
    assert booked.status_code == 302
    assert texts == []


def test_it_sends_a_code_to_a_phone_with_many_appointments(
    client: Client, texts: Texts, now: Now
) -> None:
    fill(phone=PHONE)
    page = attempt(client, make_open_slot(capacity=9))
    assert page.status_code == 409
    assert "<title>Error" not in page.content.decode()
    assert "•••• 42" in text_of(page)
    assert "Nothing is booked yet" in text_of(page)
    deliver_all()
    ((to, text),) = texts
    assert to == PHONE
    second = again(client, page, contact_code="00000000")
    assert second.status_code == 422
    assert "This code is not right" in text_of(second)
    booked = again(client, second, contact_code=code_in(text))
    assert booked.status_code == 302
    assert "Ada Lovelace" in text_of(client.get(booked["Location"]))


def test_a_code_is_good_for_the_next_ones_and_no_second_is_sent(
    client: Client, texts: Texts, now: Now
) -> None:
    fill(phone=PHONE)
    slot = make_open_slot(capacity=9)
    page = attempt(client, slot)
    deliver_all()
    code = code_in(texts[0][1])
    assert again(client, page, contact_code=code).status_code == 302
    other = Client()
    page = attempt(other, slot, name="Grace Hopper")
    assert page.status_code == 409
    deliver_all()
    assert len(texts) == 1  # it is on its way, or has come
    assert again(other, page, contact_code=code).status_code == 302
    now.later(minutes=61)
    third = Client()
    page = attempt(third, slot, name="Mary Somerville")
    assert again(third, page, contact_code=code).status_code == 422


def test_it_sends_a_code_to_an_address_with_many_appointments(client: Client) -> None:
    fill(email="Ada+other@example.org")
    Dispatch.objects.all().delete()
    page = attempt(client, make_open_slot(capacity=9), email=MAIL)
    assert "a•••@example.org" in text_of(page)
    (dispatch,) = Dispatch.objects.all()
    parcel = deliver._parcel(dispatch, now=NOW)
    assert parcel
    assert parcel.to == MAIL
    booked = again(client, page, contact_code=code_in(parcel.content.text))  # type: ignore[union-attr]
    assert booked.status_code == 302


@pytest.mark.usefixtures("no_texts")
def test_a_stranger_who_books_with_my_phone_sends_me_nowhere(client: Client, now: Now) -> None:
    """Where no text can be sent, work takes the place of the code, or a wait."""
    fill(phone=PHONE)
    page = attempt(client, make_open_slot(capacity=9))
    assert page.status_code == 429
    assert "no code can be sent to it now" in text_of(page)
    (challenge,) = re.findall(r'challenge="([^"]*)"', page.content.decode())
    booked = again(client, page, altcha=solved(unescape(challenge)))
    assert booked.status_code == 302


@pytest.mark.usefixtures("no_texts")
def test_a_wait_is_as_good_as_the_work(client: Client, now: Now) -> None:
    fill(phone=PHONE)
    page = attempt(client, make_open_slot(capacity=9))
    early = again(client, page)
    assert early.status_code == 429
    now.later(seconds=int(early["Retry-After"]) + 1)
    assert again(client, early).status_code == 302


def test_strangers_cannot_use_up_the_codes_of_a_phone(client: Client, texts: Texts) -> None:
    fill(phone=PHONE)
    contact = Appointment.objects.exclude(by_phone=None)[0].by_phone
    for _ in range(CODES_A_DAY):
        ContactCode.objects.create(
            contact=contact,
            kind="phone",
            asked_at=NOW - timedelta(hours=2),
            expires_at=NOW - timedelta(hours=1),
        )
    page = attempt(client, make_open_slot(capacity=9))
    assert page.status_code == 429  # work instead, and nothing is sent
    assert texts == []


def test_nobody_learns_how_many_appointments_a_phone_has() -> None:
    limits = {rules.live_for(bytes([number])) for number in range(256)}
    assert min(limits) == rules.LIVE_FOR_A_CONTACT
    assert len(limits) == 4


def test_a_program_goes_on_with_the_code(texts: Texts) -> None:
    fill(phone=PHONE)
    program, slot = Program(), make_open_slot(capacity=9)
    key = {"Idempotency_Key": "one-and-the-same-key"}
    body = {"slot": str(slot.pk), **ADA_OF_PROGRAM}
    question = program.post("appointments", body, **key)
    assert refused(question) == (409, "too_many_for_contact")
    assert question.json()["code_sent_to"] == "•••• 42"
    assert refused(program.post("appointments", body, **key)) == (409, "too_many_for_contact")
    deliver_all()
    guess = program.post("appointments", {**body, "contact_code": "00000000"}, **key)
    assert wrong(guess) == {"contact_code": "wrong_code"}
    answer = program.post("appointments", {**body, "contact_code": code_in(texts[0][1])}, **key)
    assert answer.status_code == 201


@pytest.mark.usefixtures("no_texts")
def test_a_program_works_or_waits_where_no_code_can_be_sent(now: Now) -> None:
    fill(phone=PHONE)
    program, slot = Program(), make_open_slot(capacity=9)
    question = program.book(slot)
    assert refused(question) == (429, "proof_needed")
    work = solved(question.json()["challenge"])
    answer = program.post(
        "appointments", {"slot": str(slot.pk), **ADA_OF_PROGRAM}, Guichet_Proof=work
    )
    assert answer.status_code == 201
    waits = program.book(slot, name="Grace Hopper")
    now.later(seconds=int(waits["Retry-After"]))
    assert program.book(slot, name="Grace Hopper").status_code == 201


def test_guesses_at_a_code_are_counted(client: Client, texts: Texts) -> None:
    fill(phone=PHONE)
    page = attempt(client, make_open_slot(capacity=9))
    deliver_all()
    for _ in range(5):
        assert again(client, page, contact_code="12345678").status_code == 422
    assert again(client, page, contact_code=code_in(texts[0][1])).status_code == 429


def test_the_phone_is_erased_with_its_code(client: Client, texts: Texts) -> None:
    from guichet.booking import upkeep

    fill(phone=PHONE)
    attempt(client, make_open_slot(capacity=9))
    upkeep.purge_soon(now=NOW + timedelta(minutes=61))
    assert ContactCode.objects.get().address == ""
    upkeep.purge_soon(now=NOW + timedelta(hours=25))
    assert not ContactCode.objects.exists()


def test_the_code_page_keeps_the_language_and_the_time(client: Client, texts: Texts) -> None:
    fill(phone=PHONE)
    page = attempt(client, make_open_slot(capacity=9))
    other_language = client.post(
        BOOK.replace("/en/", "/ar/"), {**marks_on(page), "language": "ar"}, follow=True
    )
    assert other_language.status_code == 200
    assert other_language.request["PATH_INFO"] == REVIEW.replace("/en/", "/ar/")
