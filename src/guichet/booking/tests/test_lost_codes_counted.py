"""Codes for who lost a notice: so many to one person, and each good for its time."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from guichet.booking.keys import tokens
from guichet.booking.models import LostCode
from guichet.booking.testing import NOW, make_open_slot
from guichet.booking.tests.journey import ADA, LOST, LOST_CODE, NOTICE, book, press
from guichet.booking.tests.pages import text_of
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.kernel import clock
from guichet.kernel.guarding.table import CODES_TO_A_PERSON, GUESSES_AT

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.com"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW)


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def visitor(number: int) -> Client:
    return Client(REMOTE_ADDR=f"192.0.2.{number}")


def ask(client: Client) -> str:
    """Ask for a code; return what the page says, without the tokens that are new on each."""
    page = client.post(LOST, ADA, follow=True)
    return re.sub(r'value="[^"]*"', "", text_of(page).partition("<main")[2])


def opens(client: Client, code: str) -> bool:
    return press(client, LOST_CODE, {"code": code}).headers.get("Location") == f"{NOTICE}?found"


def make_someone() -> None:
    book(visitor(1), make_open_slot(), **{**ADA, "email": EMAIL})
    deliver_all()


def test_strangers_neither_flood_a_person_nor_make_a_code_worthless(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_someone()
    before = len(postbox.mails)
    owner = visitor(1)
    answers = {ask(owner)}
    assert deliver_all() == 1
    own = tokens.code_of(LostCode.objects.get())
    for number in range(2, 10):
        answers.add(ask(visitor(number)))
        deliver_all()
    assert len(answers) == 1, "nobody sees that no more is sent"
    assert len(postbox.mails) - before == CODES_TO_A_PERSON.burst

    set_clock(monkeypatch, NOW + timedelta(minutes=19))
    assert opens(owner, own)


def test_one_more_code_is_sent_when_the_first_are_over(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_someone()
    for number in range(2, 7):
        ask(visitor(number))
    deliver_all()
    later = NOW + timedelta(seconds=CODES_TO_A_PERSON.seconds)
    set_clock(monkeypatch, later)
    owner = visitor(1)
    ask(owner)
    assert deliver_all(now=later) == 1
    assert opens(owner, tokens.code_of(LostCode.objects.latest("pk")))


def test_guesses_at_one_person_cost_work_from_everywhere_and_lock_nobody_out(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_someone()
    owner = visitor(1)
    ask(owner)
    deliver_all()
    code = tokens.code_of(LostCode.objects.get())
    for number in range(GUESSES_AT.burst):
        stranger = visitor(10 + number)
        ask(stranger)
        assert press(stranger, LOST_CODE, {"code": "12345678"}).status_code == 422
    page = press(owner, LOST_CODE, {"code": code})
    assert page.status_code == 429
    assert "One moment" in text_of(page)

    set_clock(monkeypatch, NOW + timedelta(seconds=31))
    form = page.content.decode().partition('id="waiting"')[2]
    again = owner.post(LOST_CODE, dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form)))
    assert again.headers.get("Location") == f"{NOTICE}?found"
