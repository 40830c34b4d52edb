"""Every page answers under the exact code of every language, and other spellings go there."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from guichet.web.addresses.paths import address, public_address
from guichet.web.languages import ALL, CATALOGUED
from guichet.web.pages.render import sentence, template_folders
from guichet.web.translation.collecting import in_template

NOT_YET = "This page is not yet available in this language. It is shown in English."


def source_of(template: str) -> str:
    """Return what a template is written in."""
    files = [folder / template for folder in template_folders()]
    return next(file.read_text(encoding="utf-8") for file in files if file.exists())


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("path", ["", "help/without-an-appointment/", "privacy/", "finish/"])
def test_every_page_answers_in_every_language(client: Client, language: str, path: str) -> None:
    response = client.get(f"/{language}/{path}")
    text = response.content.decode()
    assert response.status_code == 200
    assert response["Content-Language"] == language
    assert f'<html lang="{language}" dir="{ALL[language].direction}">' in text
    for other in ALL:
        assert f'href="/{other}/{path}?language={other}"' in text
    written_in = CATALOGUED if path.startswith("help/") else ALL
    for other in written_in:
        assert f'hreflang="{other}"' in text
    assert 'hreflang="x-default"' in text
    assert ('<div lang="en" dir="ltr">' in text) == (language not in written_in)


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("nowhere/", "web/errors/404.html"),
        ("privacy/", "web/privacy.html"),
        ("finish/", "web/finish.html"),
        ("finish/?erased", "web/finish.html"),
    ],
)
def test_what_every_programme_shows_is_written_in_every_language(
    client: Client, language: str, path: str, template: str
) -> None:
    main = client.get(f"/{language}/{path}").content.decode().partition("<main")[2]
    heading = main.partition("<h1>")[2].partition("</h1>")[0]
    english = {
        text
        for text, _comments in in_template(source_of(template))
        if isinstance(text, str) and " " in text  # a single word may be the same elsewhere
    }
    assert heading in {sentence(text, language) for text in english}
    assert 'lang="en" dir="ltr"' not in main
    assert sentence(NOT_YET, language) not in main
    if language != "en":
        assert [text for text in english if text in main] == []


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/zh-CN/privacy/", "/zh-Hans/privacy/"),
        ("/zh-hans/privacy/", "/zh-Hans/privacy/"),
        ("/PT-br/help/?a=1&b=%20", "/pt/help/?a=1&b=%20"),
        ("/tl/", "/fil/"),
        ("/EN", "/en/"),
        ("/en", "/en/"),
        ("/en/privacy", "/en/privacy/"),
        ("/zh-TW/privacy", "/zh-Hant/privacy/"),
    ],
)
def test_other_spellings_move_for_good(client: Client, path: str, target: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, target)


def test_a_form_sent_to_another_spelling_is_sent_again(client: Client) -> None:
    assert client.post("/EN/finish/").status_code == 308


def test_the_front_door_follows_the_browser_and_says_so(client: Client) -> None:
    response = client.get("/", headers={"accept-language": "ht-HT,fr;q=0.5"})
    assert response["Location"] == "/ht/"
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_a_page_without_a_language_finds_one(client: Client) -> None:
    response = client.get("/privacy/?a=1", headers={"accept-language": "ko"})
    assert (response.status_code, response["Location"]) == (302, "/ko/privacy/?a=1")


def test_only_a_choice_is_remembered(client: Client) -> None:
    client.get("/ar/")
    assert "guichet_language" not in client.cookies
    response = client.get("/ar/help/?month=2027-01&language=ar")
    assert response["Location"] == "/ar/help/?month=2027-01"
    assert client.cookies["guichet_language"].value == "ar"
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/ar/"


def test_a_choice_on_a_shared_computer_ends_with_the_visit(client: Client) -> None:
    client.cookies["guichet_shared"] = "1"
    client.get("/ar/?language=ar")
    assert client.cookies["guichet_language"]["max-age"] == ""


@pytest.mark.parametrize("language", ALL)
def test_addresses_agree_with_django(language: str) -> None:
    with override(ALL[language].django):
        for name in ("guidance:home", "guidance:routine", "web:privacy", "web:still"):
            assert address(name, language) == reverse(name)


def test_addresses_fill_and_quote_what_they_are_given() -> None:
    path = address("booking:office", "zh-Hans", office="a b/ü")
    assert path == "/zh-Hans/appointments/offices/a%20b/%C3%BC/"
    assert public_address("web:privacy", "en").startswith("http")


@pytest.mark.parametrize(
    "path", ["/en/%00/", "/en/?q=%00", "/nowhere/%00", "/en/%ED%A0%80/", "/%FF/"]
)
def test_unreadable_addresses_get_a_page(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {400, 404}
    assert b"<h1>" in response.content
