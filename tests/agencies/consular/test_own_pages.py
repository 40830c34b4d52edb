"""Pages the agency wrote stand in the frame of every page, and are found from its foot."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
TITLES = {"fr": "Mentions légales", "pt": "Informação legal", "ar": "البيانات القانونية"}


@pytest.mark.parametrize("language", TITLES)
def test_the_foot_of_every_page_leads_to_the_imprint(client: Client, language: str) -> None:
    foot = client.get(f"/{language}/").content.decode().partition('<footer class="foot">')[2]
    link = re.search(rf'<a href="([^"]+)">{TITLES[language]}</a>', foot)
    assert link
    text = client.get(link[1]).content.decode()
    assert f"<h1>{TITLES[language]}</h1>" in text
    assert f"<title>{TITLES[language]} · " in text
    assert text.count("<h1") == 1
    mail = '<bdi dir="ltr" translate="no">contact@valmer.example</bdi>'
    assert f'<a href="mailto:contact@valmer.example">{mail}</a>' in text
    assert '<footer class="foot">' in text
    assert 'class="translated"' not in text  # it is no page that we translated
    assert '<time datetime="2026-11-28">' in text.partition('<div class="page-end">')[2]


def test_a_link_between_own_pages_leads_on(client: Client) -> None:
    text = client.get("/fr/pages/imprint/").content.decode()
    assert 'href="../decisions/"' in text
    assert "<h1>Comment nous décidons</h1>" in client.get("/fr/pages/decisions/").content.decode()


@pytest.mark.parametrize("slug", ["nothing", "imprint.fr", "..%2fagency", "IMPRINT"])
def test_a_page_that_nobody_wrote_is_not_there(client: Client, slug: str) -> None:
    assert client.get(f"/fr/pages/{slug}/").status_code == 404
