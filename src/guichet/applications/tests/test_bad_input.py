"""Whatever is typed wrong: a sentence in the person's language beside it, and nothing is lost."""

import csv
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from guichet.applications import tokens
from guichet.applications.access import handles
from guichet.applications.form import questions
from guichet.applications.testing import NIAMH, NOW
from guichet.applications.tests.paper import (
    BASE,
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
from guichet.eligibility.programme import ETA
from guichet.kernel.testing import usual
from guichet.passports import zone
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
SAMPLES = Path(zone.__file__).parent / "tests" / "data" / "mrz_samples.csv"
LONG = "A" * 39  # as much of a name as a line of a passport holds
TRAVELS = {"travel_known": "yes", "travel_time": "14:30", "travel_time_zone": "Europe/Dublin"}
BRAZIL = {"issuer": "BRA", "nationality": "BRA", "trv_in_last_10_years": "no", "us_visa": "yes"}
CASES: list[tuple[str, Mapping[str, object], str, str]] = [
    ("passport", {"expiry_date": "2025-01-31"}, "expiry_date", "passport_expired"),
    ("passport", {"expiry_date": "2023-01-31"}, "expiry_date", "expires_before_issue"),
    ("passport", {"issue_date": "1980-01-01"}, "issue_date", "issued_before_birth"),
    ("passport", {"birth_date": "1985-02-30"}, "birth_date", "no_such_day"),
    ("passport", {"birth_date": "85-02-03"}, "birth_date", "year_four_digits"),
    ("passport", {"birth_date": "2030-01-01"}, "birth_date", "year_in_future"),
    ("passport", {"birth_date": "1885-01-01"}, "birth_date", "too_early"),
    ("passport", {"passport_number": "PA 00-12#"}, "passport_number", "number_characters"),
    ("passport", {"surname": "Łukasz"}, "surname", "name_letters"),
    ("passport", {"surname": "محمد"}, "surname", "not_latin"),
    ("passport", {"surname": "-Smith"}, "surname", "name_start"),
    ("passport", {"surname": "A" * 101}, "surname", "too_long"),
    ("passport", {"surname": ""}, "surname", "required"),
    ("document", {"nationality": "JPN"}, "nationality", "issuer_nationality_mismatch"),
    ("document", {"document_type": "refugee"}, "document_type", "document_not_accepted"),
    ("document", {"issuer": "CAN", "nationality": "CAN"}, "nationality", "citizen_of_canada"),
    ("document", {"issuer": "IND", "nationality": "IND"}, "nationality", "visa_needed"),
    ("document", BRAZIL, "us_visa_number", "visa_number_required"),
    ("document", {**BRAZIL, "us_visa": "no"}, "us_visa", "visa_needed"),
    ("contact", {"email": "niamh@"}, "email", "email_domain"),
    ("travel", {**TRAVELS, "travel_date": "2034-05-01"}, "travel_date", "expires_before_travel"),
    ("travel", {**TRAVELS, "travel_date": "2026-10-01"}, "travel_date", "in_past"),
]
ROUNDS = 3  # a page may ask more once something is answered


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def sentence(code: str, field: str, language: str) -> str:
    return questions.words().error(code, language, key=field)


def send(client: Client, section: str, answers: Mapping[str, object], language: str) -> Any:
    """Fill in a page, and again where more is asked, until something is wrong with it."""
    path = f"/{language}/eta/apply/steps/{section}/"
    page = client.get(path)
    for _ in range(ROUNDS):
        page = client.post(path, filled(page, answers))
        if page.status_code != 200:
            break
    return page


@pytest.mark.parametrize(
    ("case", "language"),
    [
        pair
        for turn, case in enumerate(CASES)
        for pair in usual(
            (case, ETA[turn % 11]),
            of=[(case, language) for language in dict.fromkeys(("fr", "ar", ETA[turn % 11]))],
        )
    ],
    ids=str,
)
def test_it_says_in_every_language_what_is_wrong_and_keeps_what_was_typed(
    client: Client, case: tuple[str, Mapping[str, object], str, str], language: str
) -> None:
    section, changes, field, code = case
    application = begin(client)
    for before in ("document", "passport"):
        if before != section:
            send(client, before, NIAMH, language)
    page = with_faults(client, send(client, section, {**NIAMH, **changes}, language))

    text, error = unescape(text_of(page)), sentence(code, field, language)
    assert f'href="#{field}"' in text
    assert f'id="{field}-error">{error}</p>' in text
    assert language == "en" or error != sentence(code, field, "en")
    application.refresh_from_db()
    for key, value in changes.items():
        if value and key in application.answers:
            assert str(application.answers[key]) in {str(value), str(value).upper()}
    keys = {key for key in NIAMH if key in application.answers}
    assert field in application.answers or not changes.get(field)
    assert {"surname", "birth_date"} <= keys or section == "document"


def samples(expected: str) -> list[dict[str, str]]:
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["expected"] == expected]


@pytest.mark.parametrize("sample", samples("invalid"), ids=lambda row: str(row["id"]))
def test_it_says_in_every_language_what_is_wrong_with_the_lines(
    client: Client, sample: dict[str, str]
) -> None:
    lines = "\n".join(sample[key] for key in ("line1", "line2") if sample[key])
    begin(client)
    notes = {}
    for language in ETA:
        page = client.post(f"/{language}/eta/apply/passport-lines/", {"lines": lines})
        text = unescape(text_of(page))
        match = re.search(r'class="errors".*?<ul>(.*?)</ul>|<p class="note">(.*?)</p>', text)
        assert match, (sample["id"], language)
        notes[language] = re.sub(r"<[^>]*>", "", match[1] or match[2])
        assert all(line in text for line in lines.split("\n")), "the lines are kept"
    assert len(set(notes.values())) == len(ETA), notes


def test_it_asks_whether_a_name_of_39_characters_is_whole(client: Client) -> None:
    """A line of a passport holds 39 characters of a name; nothing in it tells of the rest."""
    application = begin(client)
    names = "P<IRL" + "WOLFESCHLEGELSTEINHAUSENBERGERDORF<<NIA"
    lines = f"{names}\nL898902C36IRL7408122F3204153ZE184226B<<<<<16"
    page = client.post(BASE + "passport-lines/", {"lines": lines})
    text = unescape(text_of(page))
    application.refresh_from_db()
    assert application.answers["surname"] == "WOLFESCHLEGELSTEINHAUSENBERGERDORF"
    assert texts("fields").get("mrz.truncated", "en").text in text
    answers = {**NIAMH, "surname": LONG, "given_names": LONG}
    answer = client.post(STEPS + "passport/", filled(client.get(STEPS + "passport/"), answers))
    assert answer.status_code in (200, 302), "the whole name fits the form"


def test_it_keeps_the_seventh_step_when_the_visit_is_lost(client: Client) -> None:
    application = begin(client)
    pin = tokens.pin_of(application)
    page = client.get(BASE + "go-on/", follow=True)
    for section in ("document", "passport", "personal", "work", "contact"):
        client.post(f"{STEPS}{section}/", filled(client.get(f"{STEPS}{section}/"), NIAMH))
    page = client.get("/ar" + STEPS.removeprefix("/en") + "address/")
    form = filled(page, {**NIAMH, "home_city": "Limerick"})
    client.cookies.pop(handles.COOKIE)
    keys_page = client.post("/ar" + STEPS.removeprefix("/en") + "address/", form)
    assert keys_page.status_code == 403
    assert 'dir="rtl"' in text_of(keys_page)
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text_of(keys_page)))
    fields |= {"number": application.number, "pin": pin}
    client.post("/ar" + STEPS.removeprefix("/en") + "address/", fields)
    application.refresh_from_db()
    assert application.answers["home_city"] == "Limerick"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_says_that_a_payment_failed_and_takes_the_next_one_once(
    client: Client, language: str
) -> None:
    application = begin(client)
    sign(client, fill_in(client, NIAMH), NIAMH)
    pay(client, "failed")
    page = client.get(f"/{language}/eta/apply/pay/")
    assert texts("apply").get("pay.failed", language).text in unescape(text_of(page))
    for _ in range(2):
        pay(client)
    application.refresh_from_db()
    assert application.state == "issued"
    assert application.payments.filter(state="paid", refund_due=False).count() == 1
