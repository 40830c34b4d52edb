"""Whoever is led to a page about their application gives number and PIN, and comes on to it."""

import re

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock
from guichet.applications.tests.windows import Window
from guichet.guidance.scenarios import offers

pytestmark = pytest.mark.django_db
RESUME = "/en/eta/apply/resume/"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def keys_of(application: Application) -> dict[str, str]:
    return {"number": application.number, "pin": tokens.pin_of(application)}


@pytest.mark.parametrize(
    "action", ["change_address", "add_papers", "ask_papers", "look_again", "open_correction"]
)
def test_an_action_of_a_scenario_leads_there_by_number_and_pin(action: str) -> None:
    path = offers.address_of(action, "en")
    makers = (worlds.make_listed, worlds.make_asked, worlds.make_refused)
    for number, make in enumerate(makers, start=1):
        application = make(number)
        window = Window(Client())
        window.go(path)
        assert window.path == RESUME
        form = next(form for form in window.forms() if "resume" in form.action)
        window.send(form, texts=keys_of(application) | {"pin": "00000000"})
        assert window.path == RESUME  # what is wrong keeps where they wanted to go
        form = next(form for form in window.forms() if "resume" in form.action)
        window.send(form, texts=keys_of(application))
        handle = re.sub(r"/eta/[^/]+/yours/", "/eta/yours/", window.path)
        assert (handle, window.number) == (path, application.number)


def test_a_change_of_language_keeps_where_they_wanted_to_go(client: Client) -> None:
    application = worlds.make_listed(1)
    page = client.post(f"{RESUME}?then=papers", {"language": "ar"}, follow=True)
    text = page.content.decode()
    assert 'lang="ar"' in text
    assert 'action="/ar/eta/apply/resume/?then=papers"' in text
    answer = client.post("/ar/eta/apply/resume/?then=papers", keys_of(application))
    assert answer["Location"].endswith("/yours/papers/")


@pytest.mark.parametrize("then", ["", "finish", "https://elsewhere.example", "number", "go_on"])
def test_it_leads_to_nothing_else(client: Client, then: str) -> None:
    application = worlds.make_listed(1)
    answer = client.post(f"{RESUME}?then={then}", keys_of(application))
    assert answer["Location"].endswith("/apply/go-on/")
