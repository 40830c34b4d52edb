"""Find the office, and what to bring: page by page, with everything that can be refused."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from guichet.booking.testing import NOW, make_open_slot
from guichet.booking.tests.pages import (
    DOCUMENTS,
    OFFICE,
    START,
    TELL_ME,
    TIMES,
    TUESDAY,
    make_serving_office,
    slot_on,
    text_of,
)
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.offices.models import Closure, Office, Service
from guichet.web.languages import ALL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office() -> Office:
    """Return an office with a service, hours, and the places it serves."""
    return make_serving_office()


@pytest.mark.parametrize(
    "fields",
    [
        {"postal_code": "10001", "where": "inside"},
        {"postal_code": " 10001-1234 ", "country": "FR", "where": "inside"},
        {"postal_code": "nonsense", "country": "FR", "where": "outside"},
        {"postal_code": "10001"},
        {"postal_code": "", "country": "FR"},
        {"country": "MX", "subdivision": "MX-JAL", "where": "outside"},
    ],
)
def test_it_finds_the_office_and_takes_along_the_country_but_no_zip_code(
    client: Client, office: Office, fields: dict[str, str]
) -> None:
    response = client.post(START, fields)
    abroad = fields.get("where") == "outside" or not fields.get("postal_code")
    assert response.status_code == 302
    region = f"&subdivision={fields['subdivision']}" if "subdivision" in fields else ""
    assert response.headers["Location"] == OFFICE + (
        f"?country={fields['country']}{region}" if abroad else ""
    )
    assert not response.cookies


def test_it_knows_the_country_until_somebody_says_who_comes(client: Client, office: Office) -> None:
    slot_on(TUESDAY)
    page = client.post(START, {"country": "FR", "where": "outside"}, follow=True)
    for link in (f"{DOCUMENTS}?country=FR", f"{TIMES}?country=FR"):
        assert link in text_of(page) or 'name="country" value="FR"' in text_of(page)
        page = client.get(link)
    slot = re.search(r"/slots/(\d+)/hold/", text_of(page))
    assert slot
    assert 'name="country" value="FR"' in text_of(page)
    client.post(f"{START}slots/{slot[1]}/hold/", {"country": "FR"})
    assert f"{TIMES}?country=FR&amp;day=" in text_of(client.get(f"{START}details/"))


def test_it_takes_no_country_from_an_address_that_names_none(
    client: Client, office: Office
) -> None:
    for address in (f"{OFFICE}?country=ZZ", f"{DOCUMENTS}?country=%3Cb%3E"):
        assert "country=" not in text_of(client.get(address)).partition("<main")[2]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"postal_code": "99999"}, "We do not know this ZIP code."),
        ({"postal_code": "1234"}, "A ZIP code has five digits"),
        ({"postal_code": "1000\x00"}, "cannot be read"),
        ({"postal_code": "1" * 500}, "too long"),
        ({}, "Please enter the ZIP code of your home."),
        ({"postal_code": "  ", "where": "inside"}, "Please enter the ZIP code of your home."),
        ({"country": "XX", "where": "outside"}, "Choose one of the answers on the list."),
        ({"country": "", "where": "outside"}, "Please choose the country you are in now."),
        (
            {"country": "MX", "subdivision": "", "where": "outside"},
            "Please choose the region you are in now.",
        ),
        ({"country": "MX", "subdivision": "MX-XXX", "where": "outside"}, "on the list"),
    ],
)
def test_it_answers_beside_the_field_and_keeps_what_was_typed(
    client: Client, office: Office, fields: dict[str, str], sentence: str
) -> None:
    response = client.post(START, fields)
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'aria-invalid="true"' in page
    if fields.get("postal_code", "").isdigit():
        assert f'value="{fields["postal_code"]}"' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"postal_code": "09001"}, "Choose the country you are in now instead."),
        ({"country": "PR", "where": "outside"}, "Enter the ZIP code of your home instead."),
        ({"country": "MX", "where": "outside"}, "Choose the region"),
        ({"country": "AQ", "where": "outside"}, "Antarctica: no office of ours receives people"),
        ({"country": "AQ", "where": "outside"}, '<option value="AQ" selected>'),
        ({"country": "AQ", "where": "outside"}, "https://www.uscis.gov/contactcenter"),
    ],
)
def test_it_asks_the_other_question(
    client: Client, office: Office, fields: dict[str, str], sentence: str
) -> None:
    response = client.post(START, fields, follow=True)
    where = response.redirect_chain[-1][0]
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert not any(value in where for name, value in fields.items() if name == "postal_code")
    again = client.get(where)  # what "back" leads to
    assert sentence in text_of(again) and again["Cache-Control"] == "private, no-cache"


def test_it_offers_the_states_of_mexico_in_the_reader_s_language(
    client: Client, office: Office
) -> None:
    fields = {"country": "MX", "where": "outside"}
    page = text_of(client.post("/es/appointments/", fields, follow=True))
    assert '<option value="MX-JAL">Jalisco</option>' in page
    assert '<option value="MX" selected>México</option>' in page


def test_it_forgets_a_state_of_another_country(client: Client, office: Office) -> None:
    fields = {"country": "FR", "subdivision": "MX-JAL", "where": "outside"}
    assert client.post(START, fields).status_code == 302


def test_it_says_that_an_office_is_closed(client: Client, office: Office) -> None:
    Office.objects.update(is_open=False)
    page = client.post(START, {"postal_code": "10001"}, follow=True)
    assert "receives nobody at present" in text_of(page)
    assert "receives nobody at present" in text_of(client.get(OFFICE))
    for path in (DOCUMENTS, TIMES, TELL_ME):
        assert client.get(path).headers["Location"] == OFFICE


def test_it_changes_language_with_what_was_typed(client: Client, office: Office) -> None:
    fields = {"postal_code": "10001", "country": "FR", "language": "fr"}
    response = client.post("/fr/appointments/", fields)
    page = text_of(response)
    assert response.status_code == 200
    assert 'value="10001"' in page
    assert '<option value="FR" selected>France</option>' in page
    assert 'lang="fr"' in page


def test_it_shows_where_and_when(
    client: Client, office: Office, django_assert_num_queries: Callable[..., Any]
) -> None:
    Closure.objects.create(
        office=office,
        starts_on=date(2026, 12, 3),
        ends_on=date(2026, 12, 4),
        reasons={"en": "Move"},
    )
    Closure.objects.create(
        office=office,
        starts_on=date(2026, 12, 8),
        ends_on=date(2026, 12, 8),
        starts_at=datetime(2026, 12, 8, 15, tzinfo=UTC),
        ends_at=datetime(2026, 12, 8, 16, 30, tzinfo=UTC),
        reason="technical",
    )
    client.get(OFFICE)
    with django_assert_num_queries(5):
        page = text_of(client.get(OFFICE))
    for words in (
        "1 Main Street",
        "Springfield, NY 10001",
        "Eastern Standard Time",
        "openstreetmap.org",
        'rel="noreferrer',
        "8:00 AM – 12:00 PM",
        "Thanksgiving Day",
        "(Move)",
        "December 8, 2026",
        "10:00 AM – 11:30 AM",
        "(There is a technical fault in the building.)",
        "invented for this demonstration",
        DOCUMENTS,
    ):
        assert words in page


@pytest.mark.parametrize(
    "path",
    [
        "offices/NOPE/",
        "offices/TST/nope/",
        "offices/TST/nope/documents/",
        "offices/TST/nope/tell-me/",
    ],
)
def test_it_knows_no_other_office_and_no_other_service(
    client: Client, office: Office, path: str
) -> None:
    response = client.get(f"/fr/appointments/{path}")
    assert response.status_code == 404
    assert 'lang="fr"' in text_of(response)


def test_it_lists_what_to_bring_and_listens_to_answers(
    client: Client, office: Office, django_assert_num_queries: Callable[..., Any]
) -> None:
    client.get(DOCUMENTS)
    with django_assert_num_queries(2):
        whole = text_of(client.get(DOCUMENTS))
    assert "All papers that support your request" in whole
    assert "A receipt notice" in whole
    fitted = text_of(client.get(DOCUMENTS + "?for_whom=child&has_i94=no&nonsense=1&for_whom=x"))
    assert "legal guardian" in fitted
    assert "Form I-94, Arrival" not in fitted
    assert "nonsense" not in fitted.partition("<main")[2]


def test_it_takes_the_answers_along_when_the_language_changes(
    client: Client, office: Office
) -> None:
    fields = {"for_whom": "child", "uscis_letters": "", "language": "ar"}
    response = client.post(DOCUMENTS.replace("/en/", "/ar/"), fields)
    assert response.headers["Location"].endswith("documents/?for_whom=child&uscis_letters=")
    assert "/ar/" in response.headers["Location"]


@pytest.mark.parametrize("language", usual("en", "ar", "ko", "ru", "zh-Hans", of=ALL))
def test_it_answers_in_every_language(client: Client, office: Office, language: str) -> None:
    slot_on(TUESDAY)
    for path in (START, OFFICE, DOCUMENTS, TIMES, TIMES + "?day=2020-01-01", TELL_ME):
        response = client.get(path.replace("/en/", f"/{language}/"))
        assert response.status_code == 200, path
        assert f'<html lang="{language}"' in text_of(response)
        assert client.head(path).status_code == 200


def test_it_names_a_service_the_content_does_not_know(client: Client, office: Office) -> None:
    Service.objects.create(code="own", names={"en": "Own service"}, duration_minutes=30)
    make_open_slot(office=office, service=Service.objects.get(pk="own"))
    assert "Own service" in text_of(client.get(OFFICE + "own/documents/"))


def test_it_ticks_no_letter_beforehand_and_keeps_the_address_short(
    client: Client, office: Office
) -> None:
    page = text_of(client.get(DOCUMENTS))
    assert " checked" not in page
    sheet = page.partition(' id="answers"')[2].partition("</form>")[0]
    assert 'type="hidden"' not in sheet
    assert '<input type="checkbox" name="uscis_letters" value=""><span>None of these' in sheet

    none = text_of(client.get(DOCUMENTS + "?uscis_letters="))
    assert "A receipt notice</li>" not in none
    assert 'name="uscis_letters" value="" checked' in none
    letter = text_of(client.get(DOCUMENTS + "?uscis_letters=decision"))
    assert 'value="decision" checked' in letter
    assert letter.count(" checked") == 1
