"""Whom to ask is told as far as it is known: no empty link, hours and cost beside the number."""

import re

import pytest
from django.test import Client

from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "hours", "cost", "abroad"),
    [
        ("fr", "du lundi au vendredi, de 9 h à 16 h", "prix d&#39;un appel local", "Portugal"),
        ("pt", "de segunda a sexta", "preço de uma chamada local", "Portugal"),
        ("ar", "من الاثنين إلى الجمعة", "بسعر مكالمة محلية", "البرتغال"),
    ],
)
def test_every_way_to_ask_is_told(
    client: Client, language: str, hours: str, cost: str, abroad: str
) -> None:
    text = client.get(address("web:contact", language)).content.decode()
    ways = text[text.index('<ul class="ask">') :].partition("</ul>")[0]
    assert 'href="tel:+33123456789"' in ways
    assert 'href="tel:+351211234567"' in ways
    assert 'href="mailto:aide@valmer.example"' in ways
    assert 'href="https://www.valmer.example/contact"' in ways
    for words in (hours, cost, f"({abroad})"):
        assert words in ways
    assert "()" not in text
    assert not re.search(r'href="(mailto:|tel:)?"', text)
