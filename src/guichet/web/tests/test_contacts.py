"""Whom to ask: a number only where it can be called, and always another way."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from guichet.agency.model import Account
from guichet.kernel import clock, references
from guichet.web.contacts import contact_of
from guichet.web.formats.countries import country_name
from guichet.web.languages import ALL
from guichet.web.words import speaker

DIALLED = re.compile(r'<a class="number" href="tel:(\+\d+)"><bdi dir="ltr">([\d-]+)</bdi></a>')
FREE_CALL = "+18003755283"
APPOINTMENTS, ETA = "appointments", "eta"


def main_of(response: object) -> str:
    text = response.content.decode()  # type: ignore[attr-defined]
    return str(text.partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize(
    ("programme", "country", "numbers"),
    [
        (APPOINTMENTS, "US", {"+18003755283", "+18007671833"}),
        (APPOINTMENTS, "GU", {"+18003755283", "+18007671833"}),
        (APPOINTMENTS, "FR", set()),
        (APPOINTMENTS, "JO", set()),
        (ETA, "CA", {"+18882422100", "+18006226232", "+18009269105"}),
        (ETA, "US", {"+18006226232", "+18009269105"}),
        (ETA, "JP", set()),
    ],
)
def test_a_number_is_shown_where_it_can_be_called(
    programme: str, country: str, numbers: set[str]
) -> None:
    contact = contact_of(programme, "en")
    assert {line.e164 for line in contact.callable_from(country)} == numbers
    assert contact.url.startswith("https://")


def test_the_first_number_of_a_country_is_the_programmes_own() -> None:
    assert contact_of(ETA, "en").callable_from("CA")[0].e164 == "+18882422100"
    assert contact_of(APPOINTMENTS, "en").callable_from("US")[0].e164 == FREE_CALL


@pytest.mark.parametrize("language", ALL)
def test_the_page_of_contacts_names_every_way_in_every_language(
    client: Client, language: str
) -> None:
    main = main_of(client.get(f"/{language}/contact/"))
    for programme in (APPOINTMENTS, ETA):
        contact = contact_of(programme, language)
        assert f'href="{contact.url}"' in main
        for line in contact.lines:
            assert (line.e164, line.phone) in DIALLED.findall(main)
            for country in line.countries:
                assert country_name(country, language) in line.where
    footer = client.get(f"/{language}/").content.decode().partition("<footer")[2]
    for page in ("contact", "accessibility", "privacy"):
        assert f'href="/{language}/{page}/' in footer
        assert client.get(f"/{language}/{page}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_channel_says_its_hours_its_cost_and_its_languages(
    client: Client, language: str
) -> None:
    main, says = main_of(client.get(f"/{language}/contact/")), speaker(language, "ways")
    for name, path in (
        ("person", "appointments"),
        ("site", "need-help"),
        ("alerts", "web-notices"),
    ):
        part = main.partition(f'<h2 id="{name}">')[2].partition("<h2")[0]
        assert f'href="/{language}/{path}/"' in part
        for key in ("facts.hours", "facts.cost", "facts.languages", "facts.free"):
            assert str(says(key)) in part
        assert client.get(f"/{language}/{path}/").status_code == 200
    assert 'id="social"' not in main
    for programme in (APPOINTMENTS, ETA):
        contact = contact_of(programme, language)
        assert all(words in main for words in (contact.hours, contact.cost, contact.languages))


def test_a_social_network_is_named_where_the_agency_has_one(
    client: Client, settings: Settings
) -> None:
    account = Account("Mastodon", "https://social.example.org/@office")
    settings.AGENCY = replace(settings.AGENCY, social=(account,))
    part = main_of(client.get("/en/contact/")).partition('<h2 id="social">')[2]
    assert 'href="https://social.example.org/@office" rel="me noreferrer">Mastodon</a>' in part


def test_it_says_who_runs_the_site(client: Client, settings: Settings) -> None:
    assert "this is a demonstration for agencies" in main_of(client.get("/en/contact/"))
    settings.OPERATOR, settings.OPERATOR_EMAIL = "Office & Sons", "site@example.org"
    main = main_of(client.get("/en/contact/"))
    assert "This site is run by Office &amp; Sons." in main
    assert 'href="mailto:site@example.org"' in main
    assert "demonstration" not in main


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans", "ht", "de"])
def test_who_has_to_wait_learns_whom_to_ask(client: Client, language: str) -> None:
    wrong = {"number": references.new_number(), "pin": "000000"}
    path = f"/{language}/appointments/manage/"
    answers = [client.post(path, wrong) for _try in range(40)]
    waits = next(answer for answer in answers if answer.status_code == 429)
    assert FREE_CALL in dict(DIALLED.findall(main_of(waits)))
    assert contact_of(APPOINTMENTS, language).url in main_of(waits)


def test_browsers_and_search_engines_find_their_files(client: Client) -> None:
    assert client.get("/favicon.ico").content[:4] == b"\0\0\1\0"
    assert client.get("/apple-touch-icon.png").content[1:4] == b"PNG"
    robots = client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert "Disallow: /staff/\n" in robots.content.decode()
    head = client.get("/fr/").content.decode().partition("</head>")[0]
    assert 'name="description" content="Prenez, déplacez ou annulez' in head
    assert head.count('name="theme-color"') == 2


def test_finders_of_a_weakness_learn_whom_to_tell(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    text = client.get("/.well-known/security.txt").content.decode()
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == f"{settings.PUBLIC_URL}/en/contact/"
    expires = datetime.fromisoformat(fields["Expires"])
    assert now < expires < now + timedelta(days=365)
    assert fields["Canonical"] == f"{settings.PUBLIC_URL}/.well-known/security.txt"
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.org\n" in text
