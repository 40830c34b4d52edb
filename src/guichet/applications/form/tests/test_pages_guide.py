"""The help with every field stands on one page, in every language of the programme."""

import re

import pytest
from django.test import Client

from guichet.applications.form.answers import form
from guichet.applications.form.questions import words
from guichet.eligibility.programme import ETA

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ETA)
def test_it_describes_every_field_in_every_language(client: Client, language: str) -> None:
    page = client.get(f"/{language}/eta/help/").content.decode()
    described = set(re.findall(r'<h3 id="(\w+)"', page))
    assert described == set(form().fields)
    assert "This page is not yet complete" not in page
    for key in ("surname", "passport_number", "offence_details"):
        assert words().help(key, language).label.language == language


def test_it_needs_no_database(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/en/eta/help/").status_code == 200


def test_it_is_one_step_from_the_first_page(client: Client) -> None:
    assert 'href="/en/eta/help/"' in client.get("/en/eta/").content.decode()
