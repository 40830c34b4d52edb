"""The two lines of a passport on the pages: they fill in the form and are not believed blindly."""

import csv
from pathlib import Path

import pytest
from django.test import Client

from guichet.applications.tests.paper import BASE, ZONE, begin, stop_clock, text_of
from guichet.applications.worlds import NOW

pytestmark = pytest.mark.django_db
LINES = BASE + "passport-lines/"
SAMPLES = Path(__file__).parent / "data" / "mrz_samples.csv"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def test_it_fills_in_the_passport(client: Client) -> None:
    application = begin(client)
    page = client.post(LINES, {"lines": ZONE.replace("UTO", "FRA")})
    text = text_of(page)
    assert "ERIKSSON" in text
    assert "compare it with your passport" in text
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
