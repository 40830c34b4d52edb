"""An e-mail address on the pages: what can be written to, and what was probably mistyped."""

import re

import pytest
from django.test import Client

from guichet.booking.models import Appointment, ReleaseWish, Slot
from guichet.booking.tests.journey import (
    ADA,
    BOOK,
    DETAILS,
    LOST,
    LOST_CODE,
    REVIEW,
    hold,
    only,
    press,
)
from guichet.booking.tests.pages import TELL_ME, make_serving_office, text_of
from guichet.booking.tests.postbox import Postbox, deliver_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SLIP, MEANT = "ada@gmial.com", "ada@gmail.com"


def choices_on(page: object) -> list[str]:
    return re.findall(r'name="email_meant" value="([^"]*)"', text_of(page))


def shown_address(client: Client) -> str:
    review = text_of(client.get(REVIEW))
    return review.partition("E-mail address")[2].partition("</bdi>")[0].rpartition(">")[2]


@pytest.mark.parametrize("choice", [MEANT, SLIP])
def test_it_asks_once_about_a_slip_and_takes_what_is_chosen(
    client: Client, slot: Slot, choice: str
) -> None:
    hold(client, slot)
    fields = {**ADA, "email": SLIP}
    page = press(client, DETAILS, fields)
    assert page.status_code == 422
    assert "Is this address right?" in text_of(page)
    assert choices_on(page) == [MEANT, SLIP]
    assert f'value="{SLIP}"' in text_of(page)
    answer = press(client, DETAILS, {**fields, "email_asked": SLIP, "email_meant": choice})
    assert answer["Location"] == REVIEW
    assert shown_address(client) == choice


def test_it_stands_in_nobodys_way(client: Client, slot: Slot) -> None:
    hold(client, slot)
    answer = press(client, DETAILS, {**ADA, "email": SLIP, "email_asked": SLIP})
    assert answer["Location"] == REVIEW
    assert shown_address(client) == SLIP


def test_it_asks_anew_about_another_address_and_takes_none_it_had_not_offered(
    client: Client, slot: Slot
) -> None:
    hold(client, slot)
    fields = {**ADA, "email": "ada@hotmial.com", "email_asked": SLIP, "email_meant": MEANT}
    assert choices_on(press(client, DETAILS, fields)) == ["ada@hotmail.com", "ada@hotmial.com"]
    forged = {**ADA, "email": SLIP, "email_asked": SLIP, "email_meant": "eve@example.org"}
    press(client, DETAILS, forged)
    assert shown_address(client) == SLIP


def test_it_asks_where_a_notice_was_lost_and_where_somebody_waits_for_a_time(
    client: Client,
) -> None:
    assert choices_on(press(client, LOST, {**ADA, "email": SLIP})) == [MEANT, SLIP]
    choice = {"email": SLIP, "email_asked": SLIP, "email_meant": MEANT}
    assert press(client, LOST, {**ADA, **choice})["Location"] == LOST_CODE
    make_serving_office()
    assert choices_on(client.post(TELL_ME, {"email": SLIP})) == [MEANT, SLIP]
    assert client.post(TELL_ME, choice)["Location"] == f"{TELL_ME}?asked"
    assert ReleaseWish.objects.get().email == MEANT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ada", "An e-mail address has an @ in it"),
        ("ada@[127.0.0.1]", "After the @ comes the name of a mail service"),
        ("ada@127.0.0.1", "After the @ comes the name of a mail service"),
        ("jlópez@example.org", "mail systems take only the letters A to Z"),
        ("用户@例子.公司", "mail systems take only the letters A to Z"),
        ("&quot;ada&quot;@gmial.com", "no spaces and no quotation marks"),
        ("ada b@gmial.com", "no spaces and no quotation marks"),
    ],
)
def test_it_says_why_an_address_cannot_be_written_to(
    client: Client, slot: Slot, text: str, sentence: str
) -> None:
    hold(client, slot)
    for path in (DETAILS, LOST):
        page = press(client, path, {**ADA, "email": text.replace("&quot;", '"')})
        assert page.status_code == 422
        assert sentence in text_of(page)
        assert not choices_on(page)


def test_it_writes_to_a_domain_of_another_script(
    client: Client, slot: Slot, postbox: Postbox
) -> None:
    hold(client, slot)
    press(client, DETAILS, {**ADA, "email": "ada@EXÄMPLE.org"})
    assert shown_address(client) == "ada@exämple.org"
    press(client, BOOK)
    deliver_all()
    assert [mail["To"] for mail in postbox.mails] == ["ada@xn--exmple-cua.org"]
    assert only().email == "ada@exämple.org"
    assert Appointment.objects.count() == 1
