"""Which office serves a place: what its page says of it, and the way back."""

import re

import pytest
from django.test import Client

from guichet.booking.testing import NOW
from guichet.booking.tests.pages import OFFICE, START, make_serving_office, text_of
from guichet.kernel import clock
from guichet.offices.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office() -> Office:
    """Return an office with a service, hours, and the places it serves."""
    return make_serving_office()


def test_the_way_back_from_an_office_keeps_country_and_region(
    client: Client, office: Office
) -> None:
    fields = {"country": "MX", "subdivision": "MX-JAL", "where": "outside"}
    page = text_of(client.post(START, fields, follow=True))
    back = re.search(r'class="back"><a href="([^"]+)"', page)
    assert back
    before = client.get(back[1].replace("&amp;", "&"))
    assert before.status_code == 200
    for words in ('<option value="MX" selected>', '<option value="MX-JAL" selected>'):
        assert words in text_of(before)
    assert 'role="alert"' not in text_of(before)
    assert client.get(OFFICE).content.decode().count(f'class="back"><a href="{START}"') == 1


def test_it_names_no_office_as_theirs_where_another_one_or_none_serves(
    client: Client, office: Office
) -> None:
    theirs = text_of(client.get(f"{OFFICE}?country=FR"))
    assert "People who are there are served by" in theirs
    assert "The office that serves you" in theirs
    another = text_of(client.get(f"{OFFICE}?country=AQ"))
    assert "are served by" not in another
    assert "The office that serves you" not in another
    assert "You may need a visa" in another


def test_it_offers_no_desk_where_no_office_serves(client: Client, office: Office) -> None:
    desk = "the desk of the office that serves you"
    fields = {"country": "AQ", "where": "outside"}
    assert desk not in text_of(client.post(START, fields, follow=True))
    assert desk in text_of(client.get("/en/contact/"))
    Office.objects.update(is_open=False)
    assert desk not in text_of(client.get(OFFICE))
