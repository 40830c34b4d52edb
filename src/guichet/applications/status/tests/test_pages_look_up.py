"""The look-up: nothing typed is lost, what is missing is said beside it, and the reader's clock."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes.tests.opening import open_it
from guichet.applications.status.tests.test_pages_status import EXPIRES, LOOK, fields_of, status_of
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.eligibility.programme import ETA
from guichet.web.words import speaker

pytestmark = pytest.mark.django_db
HELP = ("/en/eta/apply/resume/", "/en/eta/lost/", "/en/eta/trouble/")


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def form_fields_of(page: object) -> dict[str, str]:
    """Return what the form of a page would send if nobody changed anything."""
    form = text_of(page).partition('<form id="look"')[2].partition("</form>")[0]
    inputs = re.findall(r'<input id="\w+" name="(\w+)" value="([^"]*)"', form)
    inputs += re.findall(r'<input name="(\w+)" value="([^"]*)"', form)
    choices = [
        (name, value)
        for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form)
        for value in re.findall(r'value="([^"]*)" selected', options)
    ]
    return dict([*inputs, *choices])


def test_it_keeps_what_was_typed_where_nothing_fits(client: Client) -> None:
    application = worlds.make_paid()
    passport = str(application.answers["passport_number"])
    fields = fields_of(application, passport_number=passport.replace("0", "O"))
    page = client.post(LOOK, fields)
    assert status_of(page) == "We found nothing that fits"
    assert "<title>We found nothing that fits" in text_of(page)
    assert "the letter O for the digit 0, the letter I for the digit 1" in text_of(page)
    again = form_fields_of(page)
    assert {key: again[key] for key in fields} == fields
    assert status_of(client.post(LOOK, {**again, "passport_number": passport})) == "Approved"


@pytest.mark.parametrize("failed", [False, True])
def test_it_says_how_else_to_get_there_before_and_after(client: Client, failed: bool) -> None:
    application = worlds.make_paid()
    page = client.post(LOOK, fields_of(application, birth_date_day="18")) if failed else None
    text = text_of(page or client.get(LOOK))
    for path in HELP:
        assert f'<a class="arrow" href="{path}"' in text


@pytest.mark.parametrize(
    ("changes", "wrong_fields"),
    [
        ({"issuer": ""}, {"issuer"}),
        ({"passport_number": "", "issuer": ""}, {"passport_number", "issuer"}),
        ({"birth_date_year": "", "birth_date_month": "", "birth_date_day": ""}, {"birth_date"}),
        ({"number": "", "birth_date_day": "31", "birth_date_month": "2"},
         {"birth_date", "expiry_date"}),
        ({"number": ""}, {"expiry_date"}),
    ],
)  # fmt: skip
def test_it_says_beside_each_field_what_is_missing(
    client: Client, changes: dict[str, str], wrong_fields: set[str]
) -> None:
    page = client.post(LOOK, fields_of(worlds.make_paid(), **changes))
    text = text_of(page)
    assert page.status_code == 422
    assert set(re.findall(r'id="(\w+)-error"', text)) == wrong_fields
    assert set(re.findall(r'<li><a href="#(\w+)">', text)) == wrong_fields
    for key in wrong_fields:
        assert f'id="{key}"' in text


def test_it_tells_the_end_of_the_72_hours_by_the_clock_of_home(client: Client) -> None:
    application = worlds.make_listed(home_country="ARE", travel_known="no")
    open_it(client, application)
    page = text_of(client.get("/en/eta/status/yours/"))
    assert "Thursday, November 26, 2026, 10:00\xa0AM" in page
    assert "United Arab Emirates: the same moment" in page
    assert "Thursday, November 26, 2026, 7:00\xa0PM" in page
    assert 'data-own-time="2026-11-26T15:00:00Z"' in page
    assert "7:00\xa0PM" in text_of(client.get("/en/eta/yours/enquiry/"))


def test_it_takes_the_zone_of_the_journey_where_home_has_several(client: Client) -> None:
    journey = {"travel_known": "yes", "travel_date": "2026-12-30", "travel_time": "10:00"}
    home = {"home_country": "NZL", "home_state": ""}
    application = worlds.make_listed(**home, **journey, travel_time_zone="Pacific/Auckland")
    open_it(client, application)
    page = text_of(client.get("/en/eta/status/yours/"))
    assert "New Zealand: the same moment" in page
    assert "GMT+13" in page


def test_it_tells_a_stranger_only_the_clock_of_what_they_typed(client: Client) -> None:
    application = worlds.make_listed(home_country="ARE")
    page = text_of(client.post(LOOK, fields_of(application, **EXPIRES)))
    assert "Ireland: the same moment" in page
    assert "3:00\xa0PM" in page
    assert "Emirates: the same" not in page


def test_it_shows_no_second_clock_where_it_is_that_of_ottawa(client: Client) -> None:
    application = worlds.make_listed(home_country="JAM")
    open_it(client, application)
    page = text_of(client.get("/en/eta/status/yours/"))
    row = re.search(
        r'<div data-own-time="[^"]*" data-zone="America/Toronto" data-clock="h12"'
        r' data-first="" data-label="[^"]*" hidden>',
        page,
    )
    assert row, "a script may still show it by the clock of the device"


def test_it_names_ottawa_and_not_the_zone_of_a_continent(subtests: pytest.Subtests) -> None:
    application = worlds.make_listed()
    for language in ETA:
        with subtests.test(language=language):
            page = Client().post(f"/{language}/eta/status/", fields_of(application))
            zone = speaker(language, "apply")("fact.zone_above", zone="GMT−5")
            assert zone in text_of(page)


def test_it_counts_down_to_the_moment_it_names(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_listed()
    stop_clock(monkeypatch, NOW + timedelta(hours=70, minutes=30))
    open_it(client, application)
    assert "1 hour 30 minutes" in text_of(client.get("/en/eta/status/yours/"))


@pytest.mark.parametrize(
    ("day_parts", "sentence"),
    [
        (("19850", "5", "17"), "Type the year with four digits."),
        (("1985", "13", "17"), "There is no such month."),
        (("1985", "2", "30"), "There is no such day."),
        (("1985", "", "17"), "Give the day, the month and the year."),
    ],
)
@pytest.mark.parametrize("field", ["birth_date", "expiry_date"])
@pytest.mark.parametrize("path", [LOOK, "/en/eta/lost/"])
def test_it_says_which_part_of_a_day_is_wrong(
    client: Client, path: str, field: str, day_parts: tuple[str, str, str], sentence: str
) -> None:
    parts = dict(zip((f"{field}_year", f"{field}_month", f"{field}_day"), day_parts, strict=True))
    page = client.post(path, {"passport_number": "X1", "issuer": "FRA", **parts})
    assert page.status_code == 422
    if field == "birth_date" or path == LOOK:
        beside = text_of(page).partition(f'<p class="error" id="{field}-error">')[2]
        assert beside.startswith(sentence)
