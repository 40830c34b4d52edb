"""Two sentences of its own, one of each store, stand where the shipped ones stood."""

import pytest
from django.test import Client

from guichet.post import issuer
from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db


def test_its_own_sentences_are_shown(client: Client) -> None:
    text = client.get(address("guidance:routine", "fr")).content.decode()
    assert "Où en est mon dossier à Valmer ?" in text
    assert "Nous écrire à Valmer" in text


def test_other_languages_keep_theirs(client: Client) -> None:
    text = client.get(address("guidance:routine", "pt")).content.decode()
    assert "Valmer ?" not in text
    assert ">Contato<" in text or ">Contacto<" in text


@pytest.mark.parametrize(
    ("language", "title", "of_immigration"),
    [
        ("fr", "Rendez-vous avec un agent ·", "immigration"),
        ("pt", "Atendimento com um agente ·", "imigração"),
        ("ar", "مواعيد مع موظف ·", "الهجرة"),
    ],
)
def test_a_consular_service_is_no_immigration_office(
    client: Client, language: str, title: str, of_immigration: str
) -> None:
    text = client.get(address("guidance:home", language)).content.decode()
    assert title in text
    assert of_immigration not in text
    assert of_immigration not in issuer.says(language)
    assert "immigration" not in client.get("/api/v1/openapi.json").json()["info"]["description"]
