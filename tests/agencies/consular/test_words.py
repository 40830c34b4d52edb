"""Two sentences of its own, one of each store, stand where the shipped ones stood."""

import pytest
from django.test import Client

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
