"""What people are, as their passports and mailboxes have it: births, addresses, numbers to call."""

import json
import re
from collections.abc import Mapping

import pytest
from django.test import Client

from guichet.applications import identities
from guichet.applications import testing as worlds
from guichet.applications.form.circumstances import Circumstances, age
from guichet.applications.letters.tests.test_pages_letters import open_it
from guichet.applications.models import Application
from guichet.applications.status.tests.test_pages_status import LOOK, fields_of, status_of
from guichet.applications.testing import NIAMH, NOW
from guichet.applications.tests.answering import TODAY, clean, completed
from guichet.applications.tests.paper import (
    BASE,
    STEPS,
    begin,
    fill_in,
    filled,
    hidden,
    pay,
    sign,
    stop_clock,
    text_of,
)
from guichet.applications.tests.visitor import path_of
from guichet.eligibility.content import law
from guichet.passports.digits import check_digit

pytestmark = pytest.mark.django_db
YEAR = {**NIAMH, "birth_date": "1985"}
BOX = 'name="birth_date_partly"'
SLIP, MEANT = "niamh@gmial.com", "niamh@gmail.com"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def step(client: Client, section: str, answers: Mapping[str, object], **more: object) -> object:
    page = client.get(f"{STEPS}{section}/")
    return client.post(f"{STEPS}{section}/", {**filled(page, answers), **more}, follow=True)


def offered(page: object, name: str = "email") -> list[str]:
    return re.findall(rf'name="{name}_meant" value="([^"]*)"', text_of(page))


def test_it_asks_once_and_takes_a_birth_as_the_passport_shows_it(client: Client) -> None:
    begin(client)
    step(client, "who", NIAMH)
    assert "If the passport shows no day" in text_of(client.get(f"{STEPS}passport/"))
    page = step(client, "passport", {**NIAMH, "birth_date": "1985-5"})
    assert path_of(page) == f"{STEPS}passport/"
    assert "tick the box below" in text_of(page)
    assert BOX in text_of(page)
    assert 'value="1985"' in text_of(page)
    form = {**filled(page, {**NIAMH, "birth_date": "1985-5"}), "birth_date_partly": "yes"}
    assert client.post(f"{STEPS}passport/", form).status_code == 302
    again = text_of(client.get(f"{STEPS}passport/"))
    assert f'{BOX} value="yes" checked' in again
    page = client.get("/en/eta/apply/review/")
    assert "<bdi>May 1985</bdi>" in text_of(page)


def test_it_lets_an_officer_look_where_a_part_of_the_birth_is_unknown(client: Client) -> None:
    """And the passport finds the case again, by the year or by the first of January."""
    application = begin(client)
    step(client, "who", NIAMH)
    step(client, "document", NIAMH)
    step(client, "passport", YEAR, birth_date_partly="yes")
    page = fill_in(client, YEAR)
    pay_page = sign(client, page, YEAR)
    assert pay_page.status_code == 200
    pay(client)
    application.refresh_from_db()
    assert application.state == "manual_review"
    assert application.review_reasons == ["birth_partly_known"]
    for parts in (("1985", "", ""), ("1985", "1", "1")):
        names = ("birth_date_year", "birth_date_month", "birth_date_day")
        standing = client.post(LOOK, fields_of(application, **dict(zip(names, parts, strict=True))))
        assert status_of(standing) == "In progress"
    body = {
        "number": application.number,
        "passport_number": application.answers["passport_number"],
        "issuer": "irl",
        "birth_date": "1985",
    }
    answer = client.post("/api/v1/eta/status", json.dumps(body), content_type="application/json")
    assert answer.json()["status"] == "in_progress"


@pytest.mark.parametrize(
    ("born", "for_minor", "group", "fault"),
    [
        ("2008", "yes", "minor", None),  # eighteen this year, perhaps already
        ("2008", "no", "adult", None),
        ("2008-12", "no", "minor", None),
        ("2008-11", "yes", "minor", None),
        ("2007", "yes", "adult", "not_a_minor"),
        ("2009", "no", "minor", None),
        ("1900", "no", "adult", None),
        ("1899", "no", "adult", "too_early"),
    ],
)
def test_it_takes_the_side_on_which_nothing_is_lost(
    born: str, for_minor: str, group: str, fault: str | None
) -> None:
    answers = {"birth_date": born, "for_minor": for_minor}
    assert age(answers, Circumstances(TODAY, law())) == group
    reading = clean({**completed(on_behalf="yes", for_minor=for_minor), "birth_date": born})
    assert reading.errors.get("birth_date") == fault


def test_it_takes_from_programs_what_a_passport_shows(client: Client) -> None:
    for text, answer in (("1985", "1985"), ("1985-05", "1985-05"), ("1985-XX-XX", "1985")):
        assert clean({**completed(), "birth_date": text}).answers["birth_date"] == answer
        keys = identities.keys_of(clean({**NIAMH, "birth_date": text}))
        whole = identities.keys_of(clean({**NIAMH, "birth_date": str(keys.born_on)}))
        assert keys.person == whole.person


@pytest.mark.parametrize("choice", [MEANT, SLIP, ""])
def test_it_asks_once_about_a_slip(client: Client, choice: str) -> None:
    application = begin(client)
    fill_in_to(client, "contact")
    page = step(client, "contact", {**NIAMH, "email": SLIP})
    assert "Is this address right?" in text_of(page)
    assert offered(page) == [MEANT, SLIP]
    form = {**filled(page, {**NIAMH, "email": SLIP}), "email_asked": hidden(page, "email_asked")}
    answer = client.post(f"{STEPS}contact/", {**form, "email_meant": choice})
    assert answer.status_code == 302
    application.refresh_from_db()
    assert application.answers["email"] == (choice or SLIP)


def fill_in_to(client: Client, section: str) -> None:
    for earlier in ("who", "document", "passport", "personal", "work"):
        if earlier == section:
            return
        step(client, earlier, NIAMH)


def test_it_takes_a_domain_of_another_script_and_an_extension() -> None:
    answers = {"email": "niamh@EXÄMPLE.org", "rep_phone": "+1 212 555 0142 x12"}
    reading = clean({**completed(on_behalf="yes", for_minor="no"), **answers})
    assert reading.answers["email"] == "niamh@exämple.org"
    assert reading.answers["rep_phone"] == "+12125550142 ext. 12"
    assert clean({**completed(), **reading.answers}).answers == reading.answers


def opened(client: Client) -> Application:
    application = worlds.make_listed()
    open_it(client, application)
    return application


def test_it_asks_about_a_new_address(client: Client) -> None:
    application = opened(client)
    page = client.post("/en/eta/yours/address/", {"does": "send", "email": SLIP})
    assert page.status_code == 422
    assert offered(page) == [MEANT, SLIP]
    form = {"does": "send", "email": SLIP, "email_asked": SLIP, "email_meant": MEANT}
    page = client.post("/en/eta/yours/address/", form, follow=True)
    assert MEANT in text_of(page)
    application.refresh_from_db()
    assert application.email_pending == MEANT


def test_it_says_why_a_new_address_cannot_be_written_to(client: Client) -> None:
    opened(client)
    page = client.post("/en/eta/yours/address/", {"does": "send", "email": "a@[127.0.0.1]"})
    assert "the name of a mail service" in text_of(page)
    page = client.post("/en/eta/yours/address/", {"does": "send", "email": ""})
    assert page.status_code == 422


def test_it_asks_about_the_address_of_a_question(client: Client) -> None:
    form = {"kind": "other", "words": "Where is it?", "reply_to": SLIP}
    page = client.post("/en/eta/yours/enquiry/", form)
    assert page.status_code == 422
    assert offered(page, "reply_to") == [MEANT, SLIP]
    choice = {**form, "reply_to_asked": SLIP, "reply_to_meant": MEANT}
    assert client.post("/en/eta/yours/enquiry/", choice).status_code == 302


def test_it_takes_null_for_an_answer_that_was_left_out(client: Client) -> None:
    body = {"answers": {"surname": "OBRIEN", "given_names": None, "email": None}}
    answer = client.post(
        "/api/v1/eta/applications", json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 201
    assert Application.objects.get().answers == {"surname": "OBRIEN"}


def test_it_asks_about_a_slip_where_an_answer_is_put_right(client: Client) -> None:
    opened(client)
    form = {"why": "mistake", "field": "email", "asked": "email", "email": SLIP}
    page = client.post("/en/eta/yours/change/", form)
    assert page.status_code == 422
    assert offered(page) == [MEANT, SLIP]
    page = client.post("/en/eta/yours/change/", {**form, "email_asked": SLIP, "email_meant": MEANT})
    assert page.status_code == 200
    assert MEANT in text_of(page)
    assert SLIP not in text_of(page).partition("<form")[0]


def test_it_takes_the_part_of_a_birth_that_the_lines_show(client: Client) -> None:
    application = begin(client)
    number, born, expires = "L898902C3", "74<<<<", "320415"
    parts = [text + check_digit(text) for text in (number, born, expires)]
    personal = "<" * 14 + "0"
    composite = check_digit(parts[0] + parts[1] + parts[2] + personal)
    lower = f"{parts[0]}FRA{parts[1]}F{parts[2]}{personal}{composite}"
    upper = "P<FRAERIKSSON<<ANNA<MARIA".ljust(44, "<")
    page = client.post(f"{BASE}passport-lines/", {"lines": f"{upper}\n{lower}"})
    assert "The lines show only a part of the date of birth." in text_of(page)
    assert "<bdi>1974</bdi>" in text_of(page)
    application.refresh_from_db()
    assert application.answers["birth_date"] == "1974"
    passport = text_of(client.get(f"{STEPS}passport/"))
    assert 'value="1974"' in passport
    assert f'{BOX} value="yes" checked' in passport
