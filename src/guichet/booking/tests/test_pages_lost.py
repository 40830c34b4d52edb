"""A lost notice: the same answer to everybody, and a code for the address on file."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from guichet.booking.actions import BookedAppointment
from guichet.booking.clients import coming_back, notes
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, LostCode, Slot
from guichet.booking.testing import NOW, make_booked, make_details, make_open_slot
from guichet.booking.tests.journey import (
    ADA,
    LOST,
    LOST_CODE,
    MANAGE,
    NOTICE,
    book,
    press,
)
from guichet.booking.tests.pages import text_of
from guichet.kernel import clock
from guichet.kernel.guarding.table import LOST_NOTICES
from guichet.kernel.models import Dispatch

pytestmark = pytest.mark.django_db

OTHER = {**ADA, "name": "Nobody Atall"}


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW)


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def sign_in(client: Client, booked: BookedAppointment, **changes: str) -> object:
    number = str(booked.appointment.confirmation_number)
    return client.post(MANAGE, {"number": number, "pin": booked.pin, **changes})


def contents_of(page: object) -> str:
    """Return what stands on a page, without the token that is new on every page."""
    return re.sub(r'value="(\w{64}|\w{32})"', "", text_of(page).partition("<main")[2])


def ask(client: Client, fields: dict[str, str]) -> object:
    return client.post(LOST, fields, follow=True)


def test_it_answers_the_same_whether_the_details_fit_or_not(client: Client) -> None:
    book(Client(), make_open_slot())
    pages = [contents_of(ask(client, fields)) for fields in (ADA, OTHER)]
    assert pages[0] == pages[1]
    assert "If this fits an appointment" in pages[0]
    assert LostCode.objects.count() == 2


def test_it_opens_the_notice_with_the_code_and_a_fresh_pin(client: Client) -> None:
    book(Client(), make_open_slot())
    ask(client, ADA)
    code = tokens.code_of(LostCode.objects.get())
    page = press(client, LOST_CODE, {"code": f"{code[:4]} {code[4:]}"}, follow=True)
    assert page.redirect_chain == [(f"{NOTICE}?found", 302)]
    assert "with a new PIN" in text_of(page)
    assert press(client, LOST_CODE, {"code": code}).status_code == 302
    assert notes.LOST not in client.cookies or not client.cookies[notes.LOST].value


def test_it_takes_a_code_once(client: Client) -> None:
    book(Client(), make_open_slot())
    ask(client, ADA)
    cookie = client.cookies[notes.LOST].value
    code = tokens.code_of(LostCode.objects.get())
    press(client, LOST_CODE, {"code": code})
    client.cookies[notes.LOST] = cookie
    assert press(client, LOST_CODE, {"code": code}).status_code == 422


def test_it_refuses_a_wrong_code_and_stops_after_five(client: Client) -> None:
    book(Client(), make_open_slot())
    ask(client, ADA)
    for _ in range(5):
        assert press(client, LOST_CODE, {"code": "12345678"}).status_code == 422
    assert press(client, LOST_CODE, {"code": "12345678"}).status_code == 429


def test_it_wants_details_before_a_code(client: Client) -> None:
    assert client.get(LOST_CODE)["Location"] == LOST
    assert press(client, LOST_CODE, {"code": "12345678"})["Location"] == LOST


def test_a_whole_company_asks_no_more_than_four_networks(client: Client) -> None:
    for number in range(4 * LOST_NOTICES.burst + 1):
        address = f"2001:db8:9:{256 * number:x}::1"  # each another /56 of one /48
        answer = Client(REMOTE_ADDR=address).post(LOST, ADA)
    assert answer.status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:10::1").post(LOST, ADA).status_code == 302


def test_it_refuses_a_flood_of_questions(client: Client) -> None:
    for _ in range(5):
        client.post(LOST, OTHER)
    assert client.post(LOST, OTHER).status_code == 429


def test_it_says_what_is_wrong_with_the_details(client: Client) -> None:
    page = client.post(LOST, {**ADA, "phone": "1", "name": "a" * 10_000})
    assert page.status_code == 422
    assert LostCode.objects.count() == 0


def test_it_says_where_to_turn_when_texts_are_not_configured(
    client: Client, settings: Settings
) -> None:
    assert "by e-mail only" not in text_of(client.get(LOST))
    settings.SMS_URL = "none:"
    words = text_of(client.get(LOST))
    assert "by e-mail only" in words
    assert "1-800-375-5283" in words


def test_it_keeps_what_is_personal_out_of_addresses(client: Client) -> None:
    page = book(client, make_open_slot())
    ask(client, ADA)
    addresses = " ".join(url for url, _ in page.redirect_chain)
    assert "Ada" not in addresses
    assert str(Appointment.objects.get().confirmation_number) not in addresses


def test_it_offers_the_next_pin_and_takes_the_old_one_until_then(client: Client) -> None:
    booked = make_booked()
    appointment = coming_back.fresh_pin(booked.appointment, now=NOW, actor="client")
    fresh = BookedAppointment(appointment=appointment, pin=tokens.pin_of(appointment))
    assert sign_in(client, booked)["Location"] == NOTICE  # type: ignore[index]
    assert sign_in(client, fresh)["Location"] == NOTICE  # type: ignore[index]
    assert sign_in(client, booked).status_code == 422  # type: ignore[attr-defined]


def test_it_writes_nothing_for_a_lost_notice_but_a_hash(client: Client, tmp_path: Path) -> None:
    ask(client, ADA)
    row = " ".join(map(str, LostCode.objects.values_list().get()))
    rows = " ".join(map(str, Dispatch.objects.values_list().get()))
    assert "Lovelace" not in row + rows
    assert make_details().phone not in row + rows
    assert Slot.objects.count() == 0
