"""A lost number: one answer to everybody, a letter only to the address on file."""

import re

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.models import Correspondence
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of

pytestmark = pytest.mark.django_db
PAGE = "/en/eta/lost/"
BORN = {"birth_date_year": "1985", "birth_date_month": "5", "birth_date_day": "17"}
TYPED = {"passport_number": "PA0000001", "issuer": "IRL", **BORN}


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def body(page: object) -> str:
    return re.sub(r'value="[^"]*"', "", text_of(page))


def letters() -> int:
    return Correspondence.objects.filter(kind="numbers").count()


def test_it_finds_the_numbers_of_applications_and_of_authorizations(client: Client) -> None:
    worlds.make_paid(1)
    worlds.make_draft(1)
    page = client.post(PAGE, TYPED, follow=True)
    assert page.status_code == 200
    assert letters() == 2
    assert "application begins with" in text_of(page) or "V and nine digits" in text_of(page)
    assert "J and nine digits" in text_of(page)


def test_it_answers_everybody_the_same(client: Client) -> None:
    worlds.make_paid(1)
    right = client.post(PAGE, TYPED, follow=True)
    unknown = client.post(PAGE, {**TYPED, "passport_number": "PA9999999"}, follow=True)
    wrong = client.post(PAGE, {**TYPED, "birth_date_day": "18"}, follow=True)
    assert body(right) == body(unknown) == body(wrong)
    assert right.redirect_chain == unknown.redirect_chain == wrong.redirect_chain
    assert letters() == 1


@pytest.mark.parametrize("missing", ["passport_number", "issuer", "birth_date_year"])
def test_it_says_what_is_missing_and_keeps_the_rest(client: Client, missing: str) -> None:
    page = client.post(PAGE, {**TYPED, missing: ""})
    assert page.status_code == 422
    assert ("PA0000001" in text_of(page)) == (missing != "passport_number")
    assert 'role="alert"' in text_of(page)


def test_it_knows_no_day_that_does_not_exist(client: Client) -> None:
    page = client.post(PAGE, {**TYPED, "birth_date_day": "31", "birth_date_month": "2"})
    assert page.status_code == 422
    assert 'value="PA0000001"' in text_of(page)


def test_it_stops_floods(client: Client) -> None:
    answers = [client.post(PAGE, TYPED).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_it_keeps_what_was_typed_when_the_language_changes(client: Client) -> None:
    page = client.post("/ar/eta/lost/", {**TYPED, "language": "ar"})
    assert 'value="PA0000001"' in text_of(page)
    assert letters() == 0


def test_it_says_what_to_do_when_the_mailbox_is_gone(client: Client) -> None:
    assert "/en/eta/yours/enquiry/?about=no_mail" in text_of(client.get(PAGE))
