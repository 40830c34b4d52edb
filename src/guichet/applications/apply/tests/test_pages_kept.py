"""What was typed is not lost: another language, another window, another day."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from guichet.applications import tokens
from guichet.applications.access import handles
from guichet.applications.models import Version
from guichet.applications.testing import NIAMH, NOW
from guichet.applications.tests.paper import (
    BASE,
    STEPS,
    begin,
    fill_in,
    filled,
    hidden,
    stop_clock,
    text_of,
)
from guichet.applications.tests.visitor import leads_to, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def test_it_keeps_what_was_typed_when_the_language_changes(client: Client) -> None:
    application = begin(client)
    page = client.get(STEPS + "passport/")
    form = {**filled(page, {**NIAMH, "surname": "Łukasz"}), "language": "ar"}
    answer = client.post("/ar/eta/apply/steps/passport/", form)
    assert answer.status_code == 200
    assert 'value="Łukasz"' in text_of(answer)
    assert 'dir="rtl"' in text_of(answer)
    application.refresh_from_db()
    assert "surname" not in application.answers


def test_it_keeps_both_of_two_tabs(client: Client) -> None:
    application = begin(client)
    first, second = (client.get(STEPS + "passport/") for _ in range(2))
    client.post(STEPS + "passport/", filled(first, {**NIAMH, "surname": "FIRST"}))
    answer = client.post(STEPS + "passport/", filled(second, {**NIAMH, "surname": "SECOND"}))
    assert answer.status_code == 409
    text = text_of(answer)
    assert "FIRST" in text
    assert "SECOND" in text
    assert Version.objects.get().answers["surname"] == "SECOND"
    again = {**filled(second, {**NIAMH, "surname": "SECOND"}), "version": hidden(answer, "version")}
    client.post(STEPS + "passport/", again)
    application.refresh_from_db()
    assert application.answers["surname"] == "SECOND"


def test_it_brings_the_typed_step_back_when_the_visit_is_over(client: Client) -> None:
    application = begin(client)
    page = client.get(STEPS + "passport/")
    client.cookies.pop(handles.COOKIE)
    lost = client.post(STEPS + "passport/", filled(page, NIAMH))
    assert lost.status_code == 403
    assert "is still here" in text_of(lost)
    fields = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', unescape(text_of(lost)))
    )
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    wrong = client.post(STEPS + "passport/", {**fields, **keys, "pin": "x"})
    assert wrong.status_code == 422
    assert 'name="surname"' in text_of(wrong)
    saved = client.post(STEPS + "passport/", {**fields, **keys})
    assert saved.status_code == 302
    application.refresh_from_db()
    assert application.answers["birth_date"] == NIAMH["birth_date"]


def test_it_closes_by_itself(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(client)
    stop_clock(monkeypatch, NOW + timedelta(minutes=31))
    answer = client.get(STEPS + "passport/")
    assert leads_to(answer) == BASE + "resume/?ended"


def test_it_opens_anywhere_with_number_and_pin(client: Client) -> None:
    application = begin(client)
    other, pin = Client(), tokens.pin_of(application)
    page = other.post(BASE + "resume/", {"number": application.number.lower(), "pin": pin})
    assert leads_to(page) == BASE + "go-on/"
    for _ in range(5):
        wrong = other.post(BASE + "resume/", {"number": application.number, "pin": "x"})
        assert wrong.status_code == 422
    late = other.post(BASE + "resume/", {"number": application.number, "pin": pin})
    assert late.status_code == 429


def test_it_brings_the_signature_back_when_the_visit_is_over(client: Client) -> None:
    application = begin(client)
    review = fill_in(client, NIAMH)
    client.cookies.pop(handles.COOKIE)
    lost = client.post(BASE + "review/", filled(review, NIAMH))
    assert lost.status_code == 403
    fields = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', unescape(text_of(lost)))
    )
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    answer = client.post(BASE + "review/", {**fields, **keys})
    assert leads_to(answer) == BASE + "pay/"
    application.refresh_from_db()
    assert application.signature == NIAMH["signature"]


def test_it_changes_the_language_of_the_page_that_asks_for_the_keys(client: Client) -> None:
    begin(client)
    page = client.get(STEPS + "passport/")
    client.cookies.pop(handles.COOKIE)
    path, form = "/fr/eta/apply/steps/passport/", filled(page, NIAMH)
    answer = client.post(path, {**form, "number": "V1", "pin": "1", "language": "fr"})
    assert answer.status_code == 403
    assert 'lang="fr"' in text_of(answer)
    assert 'name="birth_date_year" value="1985"' in text_of(answer)


def test_it_opens_no_page_without_number_and_pin(client: Client) -> None:
    for page in ("number", "go-on", "steps/passport", "review", "pay", "paying", "receipt"):
        answer = client.get(f"{BASE}{page}/")
        assert leads_to(answer).startswith(BASE + "resume/"), page
    for page in ("change", "next-person"):
        assert leads_to(client.post(f"{BASE}{page}/")).startswith(BASE + "resume/")
    assert leads_to(client.get("/en/eta/status/yours/")).startswith(BASE + "resume/")


def test_it_keeps_signs_that_no_table_can_keep_on_the_page(client: Client) -> None:
    application = begin(client)
    page = client.get(STEPS + "passport/")
    answers = {**NIAMH, "birth_city": "Gal\x00way", "surname": "A" * 5000}
    answer = client.post(STEPS + "passport/", filled(page, answers))
    assert answer.status_code == 422
    application.refresh_from_db()
    assert not {"birth_city", "surname"} & application.answers.keys()
    assert application.answers["passport_number"] == NIAMH["passport_number"]


def test_it_speaks_of_a_visit_that_is_over_only_to_who_had_one(client: Client) -> None:
    for path in (STEPS + "passport/", "/en/eta/yours/look-again/", "/en/eta/status/yours/"):
        page = client.get(path, follow=True)
        assert path_of(page) == BASE + "resume/"
        query = page.request["QUERY_STRING"]
        assert query in ("", "then=look_again"), "nothing has ended for a stranger"
    begin(client)
    client.cookies[handles.COOKIE] = "over"
    page = client.get(STEPS + "passport/", follow=True)
    assert "ended" in page.request["QUERY_STRING"]
