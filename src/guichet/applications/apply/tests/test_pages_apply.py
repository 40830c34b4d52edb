"""Apply on the pages: number and PIN, every step, review, payment, receipt."""

import re
from collections.abc import Mapping

import pytest
from django.conf import settings
from django.test import Client

from guichet.applications import numbers, tokens
from guichet.applications.models import Application
from guichet.applications.testing import NIAMH, NOW
from guichet.applications.tests.paper import (
    BASE,
    CHILD,
    CONSULTANT,
    STEPS,
    begin,
    fill_in,
    filled,
    pay,
    sign,
    stop_clock,
    text_of,
    with_faults,
)
from guichet.applications.tests.visitor import leads_to, path_of
from guichet.kernel.references import pin_for_people

pytestmark = pytest.mark.django_db
NUMBER_AND_PIN = re.compile(r">(V \d{3} \d{3} \d{3})<.*>([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})<")


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def test_it_shows_number_and_pin_at_once(client: Client) -> None:
    application = begin(client)
    page = client.get(BASE + "number/")
    match = NUMBER_AND_PIN.search(text_of(page))
    assert match
    assert match[1].replace(" ", "") == application.number
    assert match[2] == pin_for_people(tokens.pin_of(application))
    assert page["Cache-Control"] == "no-store, private"


def test_it_asks_whom_it_is_for(client: Client) -> None:
    assert client.post(BASE, {}).status_code == 422
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("who", "answers"), [("self", NIAMH), ("minor", CHILD), ("behalf", CONSULTANT)]
)
def test_it_leads_to_an_answer_at_once(
    client: Client, who: str, answers: Mapping[str, object]
) -> None:
    application = begin(client, who)
    review = fill_in(client, answers)
    assert path_of(review) == BASE + "review/"
    assert "Galway" in text_of(review)
    to_pay = sign(client, review, answers)
    assert "CAD\xa07" in text_of(to_pay)
    assert "www.canada.ca/eta" in text_of(to_pay)
    page = pay(client)
    assert '<h1 id="status">Approved</h1>' in text_of(page)
    application.refresh_from_db()
    assert application.state == "issued"
    receipt = text_of(client.get(BASE + "receipt/"))
    assert "CAD\xa07" in receipt
    assert "Paid to" in receipt
    assert f"<dd>{settings.AGENCY.name.in_language('en')}</dd>" in receipt
    assert numbers.for_people(application.number) in receipt


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issuer": "ISR", "nationality": "ISR", "national_passport": "yes"}, "national_passport"),
        (
            {
                "issuer": "TWN",
                "nationality": "TWN",
                "personal_id_number": "yes",
                "tw_id_number": "A223456781",
            },
            "tw_id_number",
        ),
        ({"issuer": "ROU", "nationality": "ROU", "electronic": "yes"}, "electronic"),
        (
            {
                "issuer": "BRA",
                "nationality": "BRA",
                "trv_in_last_10_years": "no",
                "us_visa": "yes",
                "us_visa_number": "K1234567",
                "us_visa_expiry": "2030-01-01",
            },
            "us_visa_number",
        ),
    ],
    ids=["ISR", "TWN", "ROU", "BRA"],
)
def test_it_asks_what_a_passport_makes_necessary(
    client: Client, changes: dict[str, object], field: str
) -> None:
    application = begin(client)
    review = fill_in(client, {**NIAMH, **changes})
    assert path_of(review) == BASE + "review/"
    application.refresh_from_db()
    assert application.answers[field] == changes[field]
    sign(client, review, NIAMH)
    pay(client)
    application.refresh_from_db()
    assert application.state in {"issued", "manual_review"}


def test_it_keeps_what_is_wrong_and_says_so_beside_the_field(client: Client) -> None:
    application = begin(client)
    page = client.get(STEPS + "passport/")
    answers = {**NIAMH, "passport_number": "PA 00-12#", "birth_date": "1985-2-30"}
    text = text_of(with_faults(client, client.post(STEPS + "passport/", filled(page, answers))))
    assert "<title>Error" in text
    assert 'href="#passport_number"' in text
    assert "letters and digits only" in text
    assert "no such day" in text
    assert 'value="PA 00-12#"' in text
    assert 'value="30"' in text
    application.refresh_from_db()
    assert application.answers["surname"] == "O'BRIEN"
    assert application.answers["passport_number"] == "PA 00-12#"


@pytest.mark.parametrize(
    ("section", "changes", "sentence"),
    [
        ("passport", {"issue_date": "2015-02-01", "expiry_date": "2025-01-31"}, "has expired"),
        ("passport", {"issue_date": "1980-01-01"}, "issued before the birth"),
        ("passport", {"birth_date": "2030-01-01"}, "The year you typed is in the future."),
        ("passport", {"surname": "Łukasz"}, "LUKASZ"),
        ("passport", {"surname": "محمد"}, "Latin letters"),
        ("passport", {"surname": ""}, "needed"),
        ("document", {"issuer": "IRL", "nationality": "JPN"}, "do not go together"),
        ("document", {"document_type": "refugee"}, "not possible with this document"),
        ("contact", {"email": "niamh@"}, "After the @ comes the name of a mail service"),
    ],
)
def test_it_says_what_is_wrong(
    client: Client, section: str, changes: dict[str, object], sentence: str
) -> None:
    begin(client)
    page = client.get(f"{STEPS}{section}/")
    answer = client.post(f"{STEPS}{section}/", filled(page, {**NIAMH, **changes}))
    assert sentence in text_of(with_faults(client, answer))


def test_it_asks_for_the_visa_of_a_conditional_nationality(client: Client) -> None:
    begin(client)
    brazil = {**NIAMH, "issuer": "BRA", "nationality": "BRA", "us_visa": "yes"}
    page = client.get(STEPS + "document/")
    more = client.post(STEPS + "document/", filled(page, brazil))
    assert "A few more questions" in text_of(more)
    brazil |= {"trv_in_last_10_years": "no"}
    still = client.post(STEPS + "document/", filled(more, brazil))
    answer = client.post(STEPS + "document/", filled(still, brazil))
    assert "number of your U.S. visa" in text_of(with_faults(client, answer))


def test_it_warns_of_a_passport_that_expires_before_the_journey(client: Client) -> None:
    answers = {
        **NIAMH,
        "expiry_date": "2026-12-01",
        "travel_known": "yes",
        "travel_date": "2026-12-10",
        "travel_time": "14:30",
        "travel_time_zone": "Europe/Dublin",
    }
    begin(client)
    for section in ("document", "passport"):
        page = client.get(f"{STEPS}{section}/")
        client.post(f"{STEPS}{section}/", filled(page, answers))
    page = client.post(STEPS + "travel/", filled(client.get(STEPS + "travel/"), answers))
    answer = client.post(STEPS + "travel/", filled(page, answers))
    assert "expires before this journey" in text_of(with_faults(client, answer))


def test_it_asks_whether_an_o_is_a_zero(client: Client) -> None:
    begin(client)
    page = client.get(STEPS + "passport/")
    answers = {**NIAMH, "passport_number": "PO1234567"}
    question_page = client.post(STEPS + "passport/", filled(page, answers))
    assert question_page.status_code == 200
    assert "Is it the digit 0?" in text_of(question_page)
    assert client.post(STEPS + "passport/", filled(question_page, answers)).status_code == 302


def test_it_takes_a_single_name(client: Client) -> None:
    application = begin(client)
    page = client.get(STEPS + "passport/")
    answers = {**NIAMH, "surname": "SUKARNO", "given_names": ""}
    assert client.post(STEPS + "passport/", filled(page, answers)).status_code == 302
    application.refresh_from_db()
    assert "given_names" not in {k for k, v in application.answers.items() if v}


def test_it_lets_a_payment_fail_and_come_twice(client: Client) -> None:
    application = begin(client)
    sign(client, fill_in(client, NIAMH), NIAMH)
    failed = pay(client, "failed")
    assert "did not go through" in text_of(failed)
    application.refresh_from_db()
    assert application.state == "submitted_unpaid"
    reference = client.post(BASE + "pay/")["Location"].partition("payment=")[2]
    form = {"payment": reference, "outcome": "paid"}
    pages = [client.post(BASE + "paying/", form, follow=True) for _ in range(2)]
    assert [path_of(page) for page in pages] == ["/en/eta/status/yours/"] * 2
    assert application.payments.filter(state="paid").count() == 1


def test_it_takes_the_application_back_before_it_is_paid(client: Client) -> None:
    application = begin(client)
    sign(client, fill_in(client, NIAMH), NIAMH)
    answer = client.post(BASE + "change/")
    assert leads_to(answer) == BASE + "review/"
    application.refresh_from_db()
    assert application.state == "draft"


def test_it_does_not_take_another_name_as_signature(client: Client) -> None:
    begin(client)
    answer = sign(client, fill_in(client, NIAMH), {**NIAMH, "signature": "Somebody Else"})
    assert answer.status_code == 422
    assert "not the name in this form" in text_of(answer)


def test_it_begins_the_next_person_with_what_a_family_shares(client: Client) -> None:
    begin(client)
    sign(client, fill_in(client, NIAMH), NIAMH)
    pay(client)
    client.post(BASE + "next-person/")
    child = Application.objects.latest("pk")
    assert child.answers["home_city"] == "Galway"
    assert "surname" not in child.answers
    assert "offence" not in child.answers


def test_it_shows_every_step_in_every_language(client: Client) -> None:
    begin(client)
    fill_in(client, NIAMH)
    for language in ("fr", "de", "ar", "zh-Hant", "ja"):
        for page in ("steps/document", "steps/travel", "review", "passport-lines", "number"):
            answer = client.get(f"/{language}/eta/apply/{page}/")
            assert answer.status_code == 200, page
            assert f'<html lang="{language}"' in text_of(answer)
