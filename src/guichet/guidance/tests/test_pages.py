"""The first page and the routine matters."""

import pytest
from django.test import Client

from guichet.agency.shipped import COMPLETE
from guichet.guidance.destinations import FIRST, destinations
from guichet.web.addresses.paths import address
from guichet.web.languages import CATALOGUED

ETA = COMPLETE["eta"]


@pytest.mark.parametrize("language", CATALOGUED)
def test_the_first_page_leads_on(client: Client, language: str) -> None:
    response = client.get(f"/{language}/")
    text = response.content.decode()
    for name in ("booking:start", "booking:manage", "booking:lost", "guidance:routine"):
        assert f'href="{address(name, language)}"' in text
    assert text.count('class="door arrow"') == len(FIRST)
    assert 'href="tel:+18003755283"' in text
    assert not response.cookies  # Nothing is kept of somebody who only looks.


@pytest.mark.parametrize(
    ("browser", "language", "heading"),
    [
        ("de-AT, en;q=0.5", "de", "Elektronische Reisegenehmigung (eTA) für Kanada"),
        ("it", "it", "Autorizzazione elettronica di viaggio (eTA) per il Canada"),
        ("ja-JP", "ja", "カナダの電子渡航認証（eTA）"),
        ("zh-TW", "zh-Hant", "加拿大電子旅行許可（eTA）"),
    ],
)
def test_readers_of_the_authorization_alone_land_on_its_door_in_their_language(
    client: Client, browser: str, language: str, heading: str
) -> None:
    assert {language for language in ETA if language not in CATALOGUED} >= {language}
    response = client.get("/", headers={"accept-language": browser}, follow=True)
    assert response.redirect_chain[-1][0] == f"/{language}/"
    text = response.content.decode()
    assert f"<h1>{heading}</h1>" in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert 'lang="en"' not in main.replace('lang="en" hreflang', "")  # its link alone is English
    ways = ("applications:home", "eligibility:need", "applications:look_up", "applications:resume")
    for name in ways:
        way = address(name, language)
        assert f'href="{way}"' in main
        assert client.get(way).status_code == 200
    for other in CATALOGUED:
        assert f'<a href="/{other}/" lang="{other}"' in main


@pytest.mark.parametrize("browser", ["ru", "pl", "ht", "fr", "en", "nl"])
def test_other_readers_land_on_the_appointments(client: Client, browser: str) -> None:
    text = client.get("/", headers={"accept-language": browser}, follow=True).content.decode()
    language = browser if browser != "nl" else "en"
    assert f'href="{address("booking:start", language)}"' in text


def test_the_first_page_says_that_it_is_free(client: Client) -> None:
    text = client.get("/en/").content.decode()
    assert "Booking, moving and canceling cost nothing, and nobody may sell you a place." in text
    assert "day and night" in text


def test_the_first_page_needs_four_requests(client: Client) -> None:
    text = client.get("/en/").content.decode()
    assert text.count("<script") == text.count('rel="stylesheet"') == text.count('rel="icon"') == 1
    assert "<img" not in text
    assert "@import" not in text


@pytest.mark.parametrize("language", CATALOGUED)
def test_routine_matters_lead_to_official_sites(client: Client, language: str) -> None:
    text = client.get(address("guidance:routine", language)).content.decode()
    for destination in destinations(language).values():
        assert destination.host.endswith(".gov")
        assert destination.url.startswith("https://")
        assert destination.url in text or destination.phone in text
    assert 'href="tel:+18007671833"' in text


def test_spanish_readers_get_the_spanish_sites() -> None:
    assert destinations("es")["forms"].url.endswith("/es/formularios")


@pytest.mark.parametrize(
    "path", ["/en/", "/en/help/without-an-appointment/", "/en/privacy/", "/en/finish/"]
)
def test_it_answers_a_look_at_the_headers_alone(client: Client, path: str) -> None:
    assert client.head(path).status_code == 200
