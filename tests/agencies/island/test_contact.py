"""Whom to ask about an authorization, with what is told and nothing empty."""

import re

import pytest
from django.test import Client

from guichet.web.addresses.paths import address
from guichet.web.words import speaker

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


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_is_said_of_pages_that_there_are_not_and_own_contacts_are_not_doubted(
    client: Client, language: str
) -> None:
    enquiries = speaker(language, "enquiries")
    text = client.get(address("applications:contact", language)).content.decode()
    assert str(enquiries("contact.official_title")) not in text
    assert str(enquiries("contact.official", address="")).partition(" at ")[0][:15] not in text
    assert re.findall(r"</h2>\s*(?:<h2|</main)", text) == []
