"""Every result explained, for everybody."""

import pytest
from django.test import Client

from guichet.applications import states
from guichet.applications.status.next_steps import ENDED, OPTIONS
from guichet.applications.tests.paper import text_of

pytestmark = pytest.mark.django_db


def test_it_explains_every_result_with_its_options(client: Client) -> None:
    page = text_of(client.get("/en/eta/results/"))
    for code in OPTIONS:
        assert f'<h2 id="{code}"' in page
        assert f'href="#{code}"' in page
    assert "Federal Court" in page
    assert "CAD\xa07" in page


def test_it_knows_every_way_an_application_and_an_authorization_end() -> None:
    ends = {ENDED.get(end, end) for end in states.ENDED_AS} | {"approved", "refused"}
    assert ends | {"withdrawn", "abandoned"} == set(OPTIONS)


@pytest.mark.parametrize("language", ["fr", "ar", "ht"])
def test_it_answers_in_every_language(client: Client, language: str) -> None:
    assert client.get(f"/{language}/eta/results/").status_code == 200
