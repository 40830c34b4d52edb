"""Whom to ask about an authorization, with what is told and nothing empty."""

import re

import pytest
from django.test import Client

from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["web:contact", "applications:contact"])
@pytest.mark.parametrize(("language", "hours"), [("en", "every day, 8 to 20"), ("ja", "毎日8時")])
def test_every_way_to_ask_is_told(client: Client, language: str, hours: str, page: str) -> None:
    text = client.get(address(page, language)).content.decode()
    ways = text[text.index('<ul class="ask">') :].partition("</ul>")[0]
    assert 'href="tel:+6491234567"' in ways
    assert 'href="mailto:help@tamarind.example"' in ways
    assert hours in ways
    assert "()" not in text
    assert "<dt></dt>" not in text
    assert not re.search(r'href="(mailto:|tel:)?"', text)
