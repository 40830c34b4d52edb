"""Where nobody was named, no heading stands empty and the agency itself answers."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Travel Authority of Tamarind Island"), ("ja", "タマリンド島渡航局")],
)
def test_the_agency_runs_the_site(client: Client, language: str, name: str) -> None:
    text = client.get(f"/{language}/contact/").content.decode().partition("<main")[2]
    assert name in text.partition('id="who"')[2]
    assert "demonstration" not in text.partition("</main>")[0]


def test_no_heading_stands_over_nothing(client: Client) -> None:
    assert 'id="responsible"' not in client.get("/en/privacy/").content.decode()
    text = client.get("/en/accessibility/").content.decode()
    assert "Section 508" not in text
    assert 'class="office"' not in text
