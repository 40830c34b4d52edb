"""Three languages are offered, in the agency's order; no other has an address."""

import pytest
from django.test import Client

from guichet.web.languages import OFFERED

pytestmark = pytest.mark.django_db
NOT_OFFERED = ["en", "es", "zh-Hans", "ja", "EN", "zh-CN"]


@pytest.mark.parametrize("language", ["fr", "pt", "ar"])
def test_what_is_offered_answers_and_lists_the_languages_in_order(
    client: Client, language: str
) -> None:
    text = client.get(f"/{language}/").content.decode()
    assert f'<html lang="{language}"' in text
    menu = text.partition('<details class="menu"')[2].partition("</details>")[0]
    places = [menu.index(f'lang="{code}"') for code in ("fr", "pt", "ar")]
    assert places == sorted(places)
    assert list(OFFERED) == ["fr", "pt", "ar"]
    for code in ("en", "es", "ja"):
        assert f'hreflang="{code}"' not in text
        assert f"/{code}/" not in text


@pytest.mark.parametrize("language", NOT_OFFERED)
@pytest.mark.parametrize("path", ["", "appointments/", "privacy/"])
def test_what_is_not_offered_is_not_there(client: Client, language: str, path: str) -> None:
    response = client.get(f"/{language}/{path}", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert '<html lang="fr"' in response.content.decode()


@pytest.mark.parametrize(
    ("wishes", "language"), [("en-US, en", "fr"), ("", "fr"), ("ja, pt;q=0.3", "pt"), ("ar", "ar")]
)
def test_the_first_answers_where_nothing_fits(client: Client, wishes: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": wishes})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")


def test_a_language_chosen_while_it_was_offered_is_forgotten(client: Client) -> None:
    client.cookies["guichet_language"] = "es"
    assert client.get("/")["Location"] == "/fr/"


def test_programs_are_answered_in_the_first_as_well(client: Client) -> None:
    response = client.get("/api/v1/offices", headers={"Accept-Language": "en"})
    assert response.status_code == 422
    assert response["Content-Language"] == "fr"
