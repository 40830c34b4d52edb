"""What changes nothing has no effects: every button of an application, pressed a second time."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes import actions
from guichet.applications.changes.tests.opening import confirm, open_it, typed_form
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock
from guichet.kernel.models import AuditEntry, Dispatch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def effects(application: Application) -> tuple[int, ...]:
    """Count what leaves the house, what officers have to do, and what is written down."""
    return (
        Dispatch.objects.count(),
        application.letters.count(),
        application.tasks.count(),
        application.versions.count(),
        AuditEntry.objects.exclude(verb="look").count(),
    )


def withdraw(client: Client) -> None:
    page = client.get("/en/eta/yours/withdraw/").content.decode()
    match = re.search(r'name="ends" value="(\w+)"', page)
    client.post("/en/eta/yours/withdraw/", {"ends": match[1] if match else "withdrawn"})


def ask_again(client: Client) -> None:
    client.post("/en/eta/yours/look-again/", {"new_facts": "The charge was dropped."})


def enquire(client: Client) -> None:
    form = {"case": "yes", "kind": "other", "words": "When?", "once": "a" * 43}
    client.post("/en/eta/yours/enquiry/", form)


@pytest.mark.parametrize(
    ("make", "press"),
    [
        (worlds.make_listed, withdraw),
        (worlds.make_refused, ask_again),
        (worlds.make_listed, enquire),
    ],
)
def test_it_does_once_what_is_pressed_twice(
    client: Client, make: Callable[[], Application], press: Callable[[Client], None]
) -> None:
    application = open_it(client, make())
    before = effects(application)
    press(client)
    once = effects(application)
    assert once > before
    press(client)
    assert effects(application) == once


def test_it_sends_a_letter_again_once(client: Client) -> None:
    application = open_it(client, worlds.make_listed())
    letter = application.letters.get(kind="received")
    address = f"/en/eta/yours/letters/{letter.pk}/again/"
    client.post(address, {"times": "1"})
    once = effects(application)
    client.post(address, {"times": "1"})
    assert effects(application) == once


def test_it_corrects_once(client: Client) -> None:
    application = open_it(client, worlds.make_listed())
    page = client.post("/en/eta/yours/change/", typed_form("mistake", home_city="Cork"))
    confirm(client, page)
    once = effects(application)
    confirm(client, page)
    assert effects(application) == once


def test_it_writes_nothing_for_an_application_that_has_ended() -> None:
    application = worlds.make_listed()
    actions.withdraw(application.pk, now=NOW)
    once = effects(application)
    actions.withdraw(application.pk, now=NOW)
    assert effects(application) == once
