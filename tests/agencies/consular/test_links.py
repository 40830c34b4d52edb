"""Two outside links of its own are told, one by language; the others are not there."""

import re

import pytest
from django.test import Client

from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db
CASE = "https://www.valmer.example/suivi"
FORMS = {"fr": "formulaires", "pt": "formularios", "ar": "namadhij"}


def outside(text: str) -> set[str]:
    """Return the addresses that leave the site, without those of the agency's own house."""
    addresses = set(re.findall(r'href="(https?://[^"]+|tel:[^"]+)"', text))
    return {link for link in addresses if "localhost" not in link and "127.0.0.1" not in link}


@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize("name", ["guidance:home", "guidance:routine", "booking:start"])
def test_pages_lead_to_what_it_says_and_nowhere_else(
    client: Client, name: str, language: str
) -> None:
    text = client.get(address(name, language)).content.decode()
    own = f"https://www.valmer.example/{FORMS[language]}"
    assert own in text
    numbers = {"tel:+33123456789", "tel:+351211234567"}
    assert outside(text) - numbers <= {own, CASE, "https://www.valmer.example/contact"}
