"""The status on the page: by number or by passport; nine words, each with one next step."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes import actions
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of

pytestmark = pytest.mark.django_db
LOOK = "/en/eta/status/"
BORN = {"birth_date_year": "1985", "birth_date_month": "5", "birth_date_day": "17"}
EXPIRES = {"expiry_date_year": "2034", "expiry_date_month": "1", "expiry_date_day": "31"}


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def fields_of(application: Application, **changes: str) -> dict[str, str]:
    """Return the look-up of an application by number, passport and birth."""
    passport = str(application.answers["passport_number"])
    fields = {"number": application.number, "passport_number": passport, "issuer": "IRL", **BORN}
    return {**fields, **changes}


def status_of(page: object) -> str:
    match = re.search(r'<h1 id="status">([^<]*)</h1>', text_of(page))
    return match[1] if match else ""


def test_it_finds_by_number_and_by_passport(client: Client) -> None:
    application = worlds.make_paid()
    by_number = client.post(LOOK, fields_of(application))
    by_passport = client.post(LOOK, fields_of(application, number="", **EXPIRES))
    assert status_of(by_number) == status_of(by_passport) == "Approved"
    assert str(application.answers["passport_number"])[-3:] in text_of(by_number)
    assert "OBRIEN" not in text_of(by_number)
    assert "no-store" in by_number["Cache-Control"]


def test_it_answers_the_same_to_unknown_and_wrong(client: Client) -> None:
    application = worlds.make_paid()
    wrong = client.post(LOOK, fields_of(application, birth_date_day="18"))
    unknown = client.post(LOOK, fields_of(application, number="V000000009"))
    pages = [re.sub(r'value="[^"]*"', "", text_of(page)) for page in (wrong, unknown)]
    assert pages[0] == pages[1]
    assert status_of(wrong) == "We found nothing that fits"


def test_it_tells_a_mistyped_number_beside_its_field_and_counts_no_try(client: Client) -> None:
    application = worlds.make_paid()
    number = f"{application.number[:-1]}{(int(application.number[-1]) + 1) % 10}"
    for _ in range(7):
        page = client.post(LOOK, fields_of(application, number=number))
        assert page.status_code == 422
    assert 'href="#number"' in text_of(page) and 'id="number-error"' in text_of(page)
    assert "mistyped" in text_of(page) and f'value="{number}"' in text_of(page)
    assert status_of(client.post(LOOK, fields_of(application))) == "Approved"


def test_it_looks_up_what_a_chat_pasted(client: Client) -> None:
    application = worlds.make_paid()
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    fields = {
        "number": f"\u2066{application.number.translate(digits)}\u2069",
        "passport_number": f"\u200f{application.answers['passport_number'].translate(digits)}",
    }
    assert status_of(client.post(LOOK, fields_of(application, **fields))) == "Approved"


def test_it_shows_the_clock_of_ottawa(client: Client) -> None:
    application = worlds.make_listed()
    text = text_of(client.post(LOOK, fields_of(application)))
    assert "In progress" in text
    assert "72 hours" in text
    assert "The times above: Ottawa, Canada (GMT−5)" in text


def test_it_says_when_we_are_late(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    application = worlds.make_listed()
    stop_clock(monkeypatch, NOW + timedelta(hours=73))
    page = client.post(LOOK, fields_of(application))
    assert status_of(page) == "In progress, later than promised"


def test_it_has_a_page_for_every_status(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    applications = {
        "Not finished": worlds.make_draft(1).application,
        "You need to do something": worlds.make_asked(2),
        "Not approved": worlds.make_refused(3),
        "Approved": worlds.make_paid(4),
        "Withdrawn": actions.withdraw(worlds.make_listed(5).pk, now=NOW),
    }
    for words, application in applications.items():
        assert status_of(client.post(LOOK, fields_of(application))) == words
    later = datetime(2032, 1, 1, 12, tzinfo=NOW.tzinfo)
    stop_clock(monkeypatch, later)
    page = client.post(LOOK, fields_of(applications["Approved"]))
    assert status_of(page) == "No longer valid"
    assert "last day has passed" in text_of(page)


def test_it_says_when_it_is_not_enough_or_no_day(client: Client) -> None:
    application = worlds.make_paid()
    assert client.post(LOOK, {"number": application.number}).status_code == 422
    page = client.post(LOOK, fields_of(application, birth_date_day="31", birth_date_month="2"))
    assert page.status_code == 422
    assert application.number in text_of(page)


def test_it_limits_guesses(client: Client) -> None:
    application = worlds.make_paid()
    for _ in range(5):
        client.post(LOOK, fields_of(application, birth_date_day="18"))
    assert client.post(LOOK, fields_of(application)).status_code == 429


def test_it_keeps_what_was_typed_when_the_language_changes(client: Client) -> None:
    page = client.post("/fr/eta/status/", {"passport_number": "PA1", **BORN, "language": "fr"})
    assert 'value="PA1"' in text_of(page)
    assert 'value="1985"' in text_of(page)
