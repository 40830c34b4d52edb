"""A phone number as people type it: in their own country, with its extension, and never less."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.keys import tokens
from guichet.booking.models import LostCode
from guichet.booking.testing import NOW, make_open_slot
from guichet.booking.tests.journey import (
    ADA,
    BOOK,
    DETAILS,
    GIVE_UP,
    LOST,
    LOST_CODE,
    NOTICE,
    REVIEW,
    hold,
    only,
    press,
)
from guichet.booking.tests.pages import OFFICE, START, text_of
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.testing import make_office, make_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PARIS = "06 12 34 56 78"  # in Paris a mobile phone, in Rome one at home


@pytest.fixture
def rome() -> Office:
    """An office in Italy that serves Italy, France and Malta."""
    office, _ = make_office(), make_service()
    Office.objects.update(country="IT", subdivision="", city="Rome")
    for country in ("IT", "FR", "MT"):
        Jurisdiction.objects.create(country=country, office=office, overridden=False)
    office.refresh_from_db()
    return office


def hold_from(client: Client, country: str) -> None:
    """Say where one is, as on the first page, and take a time."""
    where = client.post(START, {"country": country, "where": "outside"})["Location"]
    assert where == f"{OFFICE}?country={country}"
    hold(client, make_open_slot(), country=where.partition("country=")[2])


def test_it_remembers_the_country_when_the_place_is_given_back(
    client: Client, rome: Office
) -> None:
    hold_from(client, "FR")
    press(client, DETAILS, ADA | {"phone": "+33 6 12 34 56 78"})
    page = press(client, GIVE_UP)
    assert "country=FR" in page["Location"]


def choices_on(page: object) -> list[str]:
    return re.findall(r'name="phone_meant" value="([^"]*)"', text_of(page))


def asked_about(page: object) -> str:
    match = re.search(r'name="phone_asked" value="([^"]*)"', text_of(page))
    return match[1] if match else ""


def shown_phone(client: Client) -> str:
    review = text_of(client.get(REVIEW))
    return review.partition("Phone number")[2].partition("</bdi>")[0].rpartition(">")[2]


def test_it_asks_which_country_a_number_of_two_belongs_to(client: Client, rome: Office) -> None:
    hold_from(client, "FR")
    fields = {**ADA, "phone": PARIS}
    page = press(client, DETAILS, fields)
    assert page.status_code == 422
    assert "exists in more than one country" in text_of(page)
    assert choices_on(page) == ["+33 6 12 34 56 78", "+39 06 1234 5678"]
    assert "<small>France</small>" in text_of(page)
    for word in (PARIS, ADA["name"], ADA["date_of_birth_year"]):
        assert f'value="{word}"' in text_of(page)

    question = {**fields, "phone_asked": asked_about(page)}
    again = press(client, DETAILS, question)  # nothing chosen yet
    assert (again.status_code, choices_on(again)) == (422, choices_on(page))
    answer = press(client, DETAILS, {**question, "phone_meant": choices_on(page)[0]})
    assert answer["Location"] == REVIEW
    assert shown_phone(client) == "+33 6 12 34 56 78"
    assert 'value="+33 6 12 34 56 78"' in text_of(client.get(DETAILS))


def test_it_keeps_the_extension_with_the_number_that_was_chosen(
    client: Client, rome: Office
) -> None:
    hold_from(client, "FR")
    page = press(client, DETAILS, {**ADA, "phone": f"{PARIS} poste 12"})
    choice = {"phone_asked": asked_about(page), "phone_meant": choices_on(page)[1]}
    press(client, DETAILS, {**ADA, "phone": f"{PARIS} poste 12", **choice})
    assert shown_phone(client) == "+39 06 1234 5678 ext. 12"


def test_it_takes_no_number_that_it_had_not_offered(client: Client, rome: Office) -> None:
    hold_from(client, "FR")
    page = press(client, DETAILS, {**ADA, "phone": PARIS})
    forged = {"phone_asked": asked_about(page), "phone_meant": "+1 212-555-0142"}
    assert press(client, DETAILS, {**ADA, "phone": PARIS, **forged}).status_code == 422


def test_it_asks_anew_about_another_number(client: Client, rome: Office) -> None:
    hold_from(client, "FR")
    page = press(client, DETAILS, {**ADA, "phone": PARIS})
    choice = {"phone_asked": asked_about(page), "phone_meant": choices_on(page)[0]}
    page = press(client, DETAILS, {**ADA, "phone": "06 98 76 54 32", **choice})
    assert choices_on(page) == ["+33 6 98 76 54 32", "+39 06 9876 5432"]


@pytest.mark.parametrize(
    ("country", "text", "grouped"),
    [
        ("IT", PARIS, "+39 06 1234 5678"),
        ("FR", "+39 06 1234 5678", "+39 06 1234 5678"),
        ("MT", "2123 4567", "+356 2123 4567"),
    ],
)
def test_it_reads_a_number_in_the_country_that_was_chosen(
    client: Client, rome: Office, country: str, text: str, grouped: str
) -> None:
    hold_from(client, country)
    assert press(client, DETAILS, {**ADA, "phone": text})["Location"] == REVIEW
    assert shown_phone(client) == grouped


def test_it_asks_whoever_came_by_another_way(client: Client, rome: Office) -> None:
    hold(client, make_open_slot())
    page = press(client, DETAILS, {**ADA, "phone": PARIS})
    assert choices_on(page)[:1] == ["+33 6 12 34 56 78"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("+1 123 123 12321", "The country code stands twice"),
        ("+1 1 212 555 0142", "The country code stands twice"),
        ("12", "This number cannot be called."),
    ],
)
def test_it_drops_nothing_that_was_typed(client: Client, text: str, sentence: str) -> None:
    hold(client, make_open_slot())
    page = press(client, DETAILS, {**ADA, "phone": text})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert f'value="{text}"' in text_of(page)


def test_it_keeps_an_extension_and_shows_it_wherever_the_number_is(client: Client) -> None:
    hold(client, make_open_slot())
    press(client, DETAILS, {**ADA, "phone": "(212) 555-0142 x12"})
    assert shown_phone(client) == "+1 212-555-0142 ext. 12"
    assert 'value="+1 212-555-0142 ext. 12"' in text_of(client.get(DETAILS))
    press(client, BOOK, follow=True)
    assert (only().phone, only().phone_extension) == ("+12125550142", "12")


def test_it_takes_the_extension_along_to_another_time(client: Client) -> None:
    hold(client, make_open_slot(capacity=2))
    press(client, DETAILS, {**ADA, "phone": "(212) 555-0142 x12"})
    hold(client, make_open_slot(starts_at=NOW + timedelta(days=8)))
    assert 'value="+1 212-555-0142 ext. 12"' in text_of(client.get(DETAILS))


@pytest.mark.parametrize(
    ("booked", "text"),
    [
        (PARIS, PARIS),
        (PARIS, "+33 6 12 34 56 78"),
        ("+33 6 12 34 56 78", PARIS),
        (f"{PARIS} poste 12", PARIS),
        ("+52 1 55 1234 5678", "55 1234 5678"),
    ],
)
def test_it_finds_a_lost_notice_by_the_digits_that_booked_it(
    client: Client, rome: Office, postbox: Postbox, booked: str, text: str
) -> None:
    hold_from(client, "FR")
    details = {**ADA, "phone": booked, "email": "ada@example.org"}
    page = press(client, DETAILS, details)
    if page.status_code == 422:
        choice = {"phone_asked": asked_about(page), "phone_meant": choices_on(page)[0]}
        press(client, DETAILS, {**details, **choice})
    press(client, BOOK)
    deliver_all()
    postbox.mails.clear()

    elsewhere = Client()
    assert press(elsewhere, LOST, {**ADA, "phone": text})["Location"] == LOST_CODE
    assert deliver_all() == 1
    assert len(postbox.mails) == 1
    code = tokens.code_of(LostCode.objects.get())
    response = press(elsewhere, LOST_CODE, {"code": code}, follow=True)
    assert response.redirect_chain == [(f"{NOTICE}?found", 302)]


def test_it_writes_the_same_whether_a_number_is_on_file_or_not(client: Client) -> None:
    for name in (ADA["name"], "Nobody Atall"):
        press(client, LOST, {**ADA, "phone": "55 1234 5678", "name": name})
    code, other = LostCode.objects.order_by("pk")
    assert len(code.sought) == len(other.sought) > 1
    assert set(code.sought).isdisjoint(other.sought)


def test_it_says_what_cannot_be_called_anywhere(client: Client) -> None:
    page = press(client, LOST, {**ADA, "phone": "12"})
    assert "This number cannot be called." in text_of(page)
    page = press(client, LOST, {**ADA, "phone": "+1 123 123 12321"})
    assert "The country code stands twice" in text_of(page)
