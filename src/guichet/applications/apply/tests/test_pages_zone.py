"""The two lines of a passport on the pages: they fill in the form and are not believed blindly."""

import csv
import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from guichet.applications.testing import NOW
from guichet.applications.tests.paper import BASE, ZONE, begin, stop_clock, text_of
from guichet.eligibility.programme import ETA
from guichet.kernel.testing import usual
from guichet.passports import zone

pytestmark = pytest.mark.django_db
LINES = BASE + "passport-lines/"
VALID = ZONE.replace("UTO", "FRA").replace("1204159", "3204153").replace("<<<<<10", "<<<<<16")
INNER = re.compile(
    "birth_date|document_number|expiry_date|given_names|issuer|line[12]|nationality\\b(?=”)"
    "|personal_number|composite|document_type"
)
SAMPLES = Path(zone.__file__).parent / "tests" / "data" / "mrz_samples.csv"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def test_it_fills_in_the_passport(client: Client) -> None:
    application = begin(client)
    page = client.post(LINES, {"lines": VALID})
    text = text_of(page)
    assert "ERIKSSON" in text
    assert "Please compare them once with your passport" in text
    assert 'role="alert"' not in text
    application.refresh_from_db()
    assert application.answers["passport_number"] == "L898902C3"
    assert application.answers["given_names"] == "ANNA MARIA"
    assert application.answers["gender"] == "female"


def test_it_keeps_the_lines_that_it_cannot_read(client: Client) -> None:
    begin(client)
    page = client.post(LINES, {"lines": "hello"})
    assert page.status_code == 422
    assert "hello" in text_of(page)


def test_it_has_a_sentence_for_every_kind_of_error(client: Client) -> None:
    begin(client)
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        lines = "\n".join(value for key, value in row.items() if key.startswith("line") and value)
        for language in ("en", "ar"):
            page = client.post(f"/{language}/eta/apply/passport-lines/", {"lines": lines})
            assert page.status_code in {200, 422}, row


def said(page: HttpResponse) -> str:
    """Return the words of a page, without its addresses and marks."""
    main = re.search("<main.*</main>", text_of(page), re.S)
    assert main
    return re.sub("<[^>]*>", " ", main[0])


@pytest.mark.parametrize(("code", "zone"), [("UTO", ZONE), ("XPO", ZONE.replace("UTO", "XPO"))])
def test_it_says_at_once_that_a_country_is_not_on_the_list(
    client: Client, code: str, zone: str
) -> None:
    application = begin(client)
    page = client.post(LINES, {"lines": zone})
    assert f"the code {code} is not on the list" in " ".join(said(page).split())
    assert "<title>Error: " in page.content.decode()
    application.refresh_from_db()
    assert not {"issuer", "nationality"} & application.answers.keys()


def test_it_does_not_fill_in_a_passport_that_has_expired(client: Client) -> None:
    application = begin(client)
    words = " ".join(said(client.post(LINES, {"lines": ZONE.replace("UTO", "FRA")})).split())
    assert "we did not fill in" in words
    application.refresh_from_db()
    assert "expiry_date" not in application.answers
    assert application.answers["passport_number"] == "L898902C3"


@pytest.mark.parametrize("language", usual("fr", "ar", "ko", "zh-Hans", of=ETA))
def test_it_shows_no_inner_name(client: Client, language: str) -> None:
    begin(client)
    first, second = VALID.split("\n")
    wrong = {
        "personal number": second[:42] + "9" + second[43:],
        "number": "M" + second[1:],
        "birth": second[:13] + "741332" + second[19:],
        "expiry": second[:21] + "32O4I6" + second[27:],
        "letter": second[:21] + "32O4I5" + second[27:],
        "sex": second[:20] + "Q" + second[21:],
        "country": second[:10] + "QQQ" + second[13:],
        "sign": second[:30] + "*" + second[31:],
    }
    for name, line in wrong.items():
        page = client.post(f"/{language}/eta/apply/passport-lines/", {"lines": f"{first}\n{line}"})
        assert not INNER.search(said(page)), (name, INNER.search(said(page)))
