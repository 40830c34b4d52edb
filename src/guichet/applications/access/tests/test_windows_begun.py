"""What begins an application shows its number and PIN, and goes on with it."""

from dataclasses import replace

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.apply import starting
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import CHILD, CONSULTANT, stop_clock
from guichet.applications.tests.windows import RESUME, Window, at, ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """Give Django's own browser, which sends no mark that a page has not given it."""
    return Client()


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def test_it_goes_on_with_the_next_person_under_a_new_number(client: Client) -> None:
    first = worlds.make_paid()
    window = Window(client)
    window.open(first)
    assert window.number == first.number
    window.press("/apply/next-person/")
    number, pin = ticket(window)
    assert number != first.number
    assert window.number == number
    window.follow("/apply/go-on/")
    assert window.number == number
    window.go(window.path.replace("passport-lines", "steps/passport"))
    window.press("/steps/passport/", surname="TYPED LATER")
    second = Application.objects.get(number=number)
    assert second.answers["surname"] == "TYPED LATER"
    assert second.answers["home_city"] == "Galway"
    elsewhere = Window(Client())
    elsewhere.go(RESUME)
    elsewhere.press(RESUME, number=number, pin=pin)
    assert elsewhere.number == number


def test_it_begins_anew_with_these_answers_under_a_new_number(client: Client) -> None:
    first = worlds.make_paid()
    window = Window(client)
    window.open(first)
    window.go(at(window, first, "yours/change/?why=changed&field=passport_number"))
    window.press("/yours/change/", passport_number="PB7654321")
    window.press("/yours/change/", button="new")
    number, _ = ticket(window)
    assert window.number == number != first.number
    window.go(at(window, Application.objects.get(number=number), "apply/steps/passport/"))
    assert "PB7654321" in window.text


def test_it_begins_one_application_however_often_a_button_is_pressed(client: Client) -> None:
    first = worlds.make_paid()
    window, again = Window(client), Window(client)
    window.open(first)
    again.page, again.text = window.page, window.text
    window.press("/apply/next-person/")
    again.press("/apply/next-person/")
    assert again.number == window.number != first.number
    assert Application.objects.count() == 2
    start = Window(client, "/en/eta/apply/")
    twice = Window(client)
    twice.page, twice.text = start.page, start.text
    start.press("/eta/apply/", who="self")
    twice.press("/eta/apply/", who="self")
    assert twice.number == start.number
    assert Application.objects.count() == 3


def test_it_begins_another_once_somebody_has_typed_into_the_first(client: Client) -> None:
    first = worlds.make_paid()
    window, old = Window(client), Window(client)
    window.open(first)
    old.page, old.text = window.page, window.text
    window.press("/apply/next-person/")
    second = Application.objects.get(number=window.number)
    window.go(at(window, second, "apply/steps/who/"))
    window.press("/steps/who/", on_behalf="no")
    old.press("/apply/next-person/")  # the page came back with the button "back"
    assert old.number not in {first.number, second.number}


def test_it_offers_the_draft_that_is_still_empty_to_who_went_back(client: Client) -> None:
    first = worlds.make_paid()
    window = Window(client)
    window.open(first)
    window.press("/apply/next-person/")
    number, pin = ticket(window)
    window.go(at(window, first, "status/yours/"))  # a fresh page, with a form of its own
    window.press("/apply/next-person/")
    assert ticket(window) == (number, pin)
    assert "You began this application a moment ago, and it is still empty." in window.text
    assert Application.objects.count() == 2
    window.go(at(window, Application.objects.get(number=number), "apply/steps/who/"))
    window.press("/steps/who/", on_behalf="no")
    window.go(at(window, first, "status/yours/"))
    window.press("/apply/next-person/")
    assert window.number not in {first.number, number}
    assert "still empty" not in window.text


def test_it_gives_a_client_of_an_agent_nothing_of_the_one_before(client: Client) -> None:
    for answers, heirs in ((CHILD, True), (CONSULTANT, False)):
        passport = f"PX{len(answers):07d}"
        application = worlds.make_paid(**{**answers, "passport_number": passport})
        window = Window(client)
        window.open(application)
        mention = "the address, the contact and the journey" in window.text
        assert mention is heirs
        window.press("/apply/next-person/")
        following = Application.objects.get(number=window.number)
        for key in ("email", "home_city", "home_street"):
            assert (key in following.answers) is heirs, key
        assert following.answers["rep_surname"] == "O'BRIEN"
        assert "rep_authorization" not in following.answers


def test_it_counts_every_start_of_a_network_whatever_the_door(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "STARTS", replace(starting.STARTS, burst=2))
    first = worlds.make_paid()
    window = Window(client)
    window.open(first)
    window.press("/apply/next-person/")
    Application.objects.filter(number=window.number).update(version=1)  # somebody has typed
    window.go(at(window, first, "status/yours/"))
    window.press("/apply/next-person/")
    Application.objects.filter(number=window.number).update(version=1)
    assert Application.objects.count() == 3
    window.go(at(window, first, "status/yours/"))
    window.press("/apply/next-person/")
    assert window.page.status_code == 429
    window.go(at(window, first, "yours/change/?why=changed&field=passport_number"))
    window.press("/yours/change/", passport_number="PB7654321")
    window.press("/yours/change/", button="new")
    assert window.page.status_code == 429
    start = Window(client, "/en/eta/apply/")
    start.press("/eta/apply/", who="self")
    assert start.page.status_code == 429
    program = client.post("/api/v1/eta/applications", b"{}", content_type="application/json")
    assert program.status_code == 429
    assert Application.objects.count() == 3
