"""Who publishes, who answers for data, who helps with barriers: the agency's, in place of ours."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def main_of(client: Client, path: str) -> str:
    return client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_contact_page_has_the_imprint(client: Client) -> None:
    text = main_of(client, "/fr/contact/")
    assert "Ce site est géré par\u202f: Ministère des affaires étrangères de Valmer." in text
    assert "<bdi>75002 Paris</bdi>" in text
    assert 'href="mailto:contact@valmer.example"' in text
    assert "démonstration" not in text


def test_the_environment_wins(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.OPERATOR = "Ville de Valmer"  # type: ignore[attr-defined]
    text = main_of(client, "/fr/contact/")
    assert "Ce site est géré par\u202f: Ville de Valmer." in text
    assert "75002 Paris" not in text


@pytest.mark.parametrize(
    ("language", "heading"),
    [("fr", "Qui est responsable de vos données"), ("ar", "من المسؤول عن بياناتكم")],
)
def test_privacy_names_the_controller(client: Client, language: str, heading: str) -> None:
    text = main_of(client, f"/{language}/privacy/")
    answer = text.partition(f'<h2 id="responsible">{heading}</h2>')[2]
    assert 'href="mailto:donnees@valmer.example"' in answer
    assert '<a href="https://www.valmer.example/vie-privee">' in answer


def test_accessibility_names_a_contact_and_no_law_of_others(client: Client) -> None:
    text = main_of(client, "/fr/accessibility/")
    assert 'href="mailto:accessibilite@valmer.example"' in text
    assert "EN 301 549" in text
    assert "508" not in text
    assert "vous pouvez vous adresser" not in text


@pytest.mark.parametrize("path", ["", "contact/", "appointments/", "nothing/"])
def test_no_page_calls_it_a_demonstration(client: Client, path: str) -> None:
    text = client.get(f"/fr/{path}").content.decode()
    assert "démonstration" not in text
    assert 'class="demo"' not in text
