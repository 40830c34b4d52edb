"""A manager tries other rules of the release on the next five, and sets exactly these."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.schedule import release
from guichet.booking.tests.journey import Now
from guichet.kernel import clock
from guichet.offices.models import Office
from guichet.opening.managers.tests.test_hours_pages import fields_of
from guichet.opening.testing import NINE, make_working_office
from guichet.opening.tests.test_pages import words_of
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = pytest.mark.django_db
PATH = "/staff/opening/TST/release/"
DRAWN = {"minute": "drawn"}  # what is chosen by radio


@pytest.fixture(autouse=True)
def office(client: Client, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with its days made, whose manager is signed in, at seven in the morning."""
    now = Now()
    now.at = NINE - timedelta(hours=2)
    monkeypatch.setattr(clock, "now", now)
    office = make_working_office()
    release.release_slots(office, now=now.at)
    sign_in_as(client, make_posted(office.pk, "office_manager", name="mia"))
    return office


def try_out(client: Client, **changes: str) -> Any:
    return client.post(PATH, {**fields_of(client.get(PATH), PATH), **DRAWN, **changes})


def press(client: Client, page: Any) -> Any:
    match = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert match
    return client.post(f"{PATH}change/", {"shown": match[1]}, follow=True)


def test_rules_are_tried_and_set(client: Client, office: Office) -> None:
    page = try_out(client, horizon="22", at="2 pm", minute="sharp", held_back="50")
    text = page.content.decode()
    assert text.count("data-release") == 5 and 'data-at-once="2"' in text
    assert "22 working days ahead, at 2:00" in words_of(page)
    office.refresh_from_db()
    assert office.horizon_days == 20
    press(client, page)
    page = press(client, page)  # pressed twice
    assert "The rules of the release are changed." in words_of(page)
    assert re.search(r"Rules of the release changed [^·]*, mia", words_of(page))
    office.refresh_from_db()
    assert (office.horizon_days, office.release_is_random, office.public_percent) == (22, False, 50)
    assert "Somebody has changed these rules" in words_of(press(client, try_later(client)))


def try_later(client: Client) -> Any:
    """Try rules, and have others set other ones before these are set."""
    page = try_out(client, horizon="9")
    press(client, try_out(client, horizon="8"))
    return page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("horizon", "0", "a whole number from 1 to 90"),
        ("window", "many", "a whole number from 1 to 240"),
        ("held_back", "101", "a whole number from 0 to 100"),
        ("at", "26", "There is no such time"),
        ("minute", "", "This is needed"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: Client, field: str, value: str, words: str
) -> None:
    page = try_out(client, **{field: value})
    assert page.status_code == 422
    assert re.search(rf'id="id_{field}_?0?-error">[^<]*{words}', page.content.decode())
    page = try_out(client, **{field: value}, language="fr")
    assert "Combien de jours" in words_of(page) and 'class="errors"' not in page.content.decode()
