"""Where nobody was named, no heading stands empty and the agency itself answers."""

import io

import pytest
from django.core.management import call_command
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


def test_who_looks_through_the_folder_is_told_that_privacy_names_nobody() -> None:
    report = io.StringIO()
    call_command("check_agency", stdout=report)
    assert "- agency.toml: warning: privacy names nobody:" in report.getvalue()


def test_no_heading_stands_over_nothing(client: Client) -> None:
    assert 'id="responsible"' not in client.get("/en/privacy/").content.decode()
    text = client.get("/en/accessibility/").content.decode()
    assert "Section 508" not in text
    assert 'class="office"' not in text
