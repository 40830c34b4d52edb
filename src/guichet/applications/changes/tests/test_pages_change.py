"""Forgot, mistaken, changed: the whole way on the page, from the door to what was done."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes import actions, corrections
from guichet.applications.changes.tests.opening import (
    CHANGE,
    DONE,
    confirm,
    hidden_fields,
    open_it,
    typed_form,
)
from guichet.applications.models import Application, Correspondence, OfficerTask
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import hidden, stop_clock, text_of
from guichet.applications.tests.visitor import leads_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW + timedelta(hours=2))


def test_it_opens_with_three_doors(client: Client) -> None:
    open_it(client, worlds.make_listed())
    page = text_of(client.get(CHANGE))
    for why in ("forgot", "mistake", "changed"):
        assert f"?why={why}" in page


def test_it_shows_every_answer_to_choose_from(client: Client) -> None:
    open_it(client, worlds.make_listed())
    page = text_of(client.get(CHANGE, {"why": "mistake"}))
    assert "Where you live" in page
    assert re.search(r'value="home_city".*?<bdi>Galway</bdi>', page)
    assert 'value="signature"' not in page


def test_it_asks_to_choose(client: Client) -> None:
    open_it(client, worlds.make_listed())
    page = text_of(client.get(CHANGE, {"why": "mistake", "choosing": "1"}))
    assert "Choose at least one answer" in page


def test_it_corrects_at_once_after_it_was_confirmed(client: Client) -> None:
    application = open_it(client, worlds.make_listed())
    page = client.get(CHANGE, {"why": "mistake", "field": "home_city"})
    assert 'value="Galway"' in text_of(page)
    assert hidden(page, "asked").split() == ["home_city"]

    page = client.post(CHANGE, typed_form("mistake", home_city=" Cork "))
    text = text_of(page)
    assert "Corrected at once" in text
    assert "Galway" in text
    assert "Cork" in text
    application.refresh_from_db()
    assert application.answers["home_city"] == "Galway"

    assert leads_to(confirm(client, page)) == DONE + "?done"
    application.refresh_from_db()
    assert application.answers["home_city"] == "Cork"
    text = text_of(client.get(DONE + "?done"))
    assert "A letter about it is on its way" in text
    assert re.search(r"Before</dt><dd><bdi>Galway.*Now</dt><dd><bdi>Cork", text)


def test_it_asks_an_officer_once_where_it_is_decided(client: Client) -> None:
    application = open_it(client, worlds.make_paid())
    page = client.post(CHANGE, typed_form("changed", employer="Cork Hospital"))
    assert "An officer must agree" in text_of(page)
    assert "did not rest on this answer" in text_of(page)
    for _ in range(2):  # a double click
        confirm(client, page)
    assert OfficerTask.objects.filter(kind="correction").count() == 1
    application.refresh_from_db()
    assert application.answers["employer"] == "Galway Hospital"
    assert "An officer looks at this" in text_of(client.get(DONE))
    corrections.agree(OfficerTask.objects.get().pk, officer=worlds.make_officer(), now=NOW)
    text = text_of(client.get(DONE))
    assert "An officer has agreed to this" in text
    assert "Corrected" in text


@pytest.mark.parametrize("by", ["this release", "the release before"])
def test_it_says_why_an_officer_has_declined(client: Client, by: str) -> None:
    open_it(client, worlds.make_paid())
    confirm(client, client.post(CHANGE, typed_form("changed", employer="Cork Hospital")))
    task, officer = OfficerTask.objects.get(), worlds.make_officer()
    corrections.decline(task.pk, officer=officer, public=["correction_not_shown"], now=NOW)
    if by == "the release before":  # whose letters named the version in their key alone
        declined = Correspondence.objects.filter(kind="correction_declined")
        declined.update(facts={"fields": ["employer"], "reasons": ["correction_not_shown"]})
    text = text_of(client.get(DONE))
    assert "An officer has left the answer as it was" in text
    assert "Nothing that we have shows" in text


def test_it_proves_a_new_address_first(client: Client) -> None:
    application = open_it(client, worlds.make_listed())
    page = client.post(CHANGE, typed_form("changed", email="new@example.org"))
    assert "The new address must be proven first" in text_of(page)
    confirm(client, page)
    application.refresh_from_db()
    assert (application.email, application.email_pending) == (
        "niamh@example.org",
        "new@example.org",
    )
    assert "new@example.org" in text_of(client.get(DONE + "?done"))


def test_it_says_what_a_new_application_costs_and_fills_it_in(client: Client) -> None:
    application = open_it(client, worlds.make_listed())
    page = client.post(CHANGE, typed_form("mistake", surname="BYRNE"))
    text = text_of(page)
    assert "Takes a new application" in text
    assert "CAD\xa07" in text
    assert "goes on until you end it" in text
    assert 'value="confirm"' not in text

    assert leads_to(confirm(client, page, "new")) == "/en/eta/apply/number/"
    fresh = Application.objects.latest("pk")
    assert fresh.pk != application.pk
    assert (fresh.state, fresh.answers["surname"]) == ("draft", "BYRNE")
    assert fresh.answers["home_city"] == "Galway"
    assert {"signature", "agree", "truth", "applied_before"}.isdisjoint(fresh.answers)
    application.refresh_from_db()
    assert application.answers["surname"] != "BYRNE"


def test_it_lets_somebody_do_only_what_needs_no_new_application(client: Client) -> None:
    application = open_it(client, worlds.make_listed())
    page = client.post(CHANGE, typed_form("mistake", surname="BYRNE", home_city="Cork"))
    assert "Do only what needs no new application" in text_of(page)
    confirm(client, page)  # nobody is offered this: nothing is done
    application.refresh_from_db()
    assert application.answers["home_city"] == "Galway"
    confirm(client, page, "rest")
    application.refresh_from_db()
    assert (application.answers["home_city"], Application.objects.count()) == ("Cork", 1)
    assert application.answers["surname"] != "BYRNE"


@pytest.mark.parametrize("make", [worlds.make_draft, worlds.make_sent])
def test_it_simply_edits_what_was_not_sent(client: Client, make: Any) -> None:
    open_it(client, make().application)
    assert "you simply change your answers" in text_of(client.get(CHANGE))


def test_it_says_when_everything_has_ended(client: Client) -> None:
    application = actions.withdraw(worlds.make_listed().pk, now=NOW)
    open_it(client, application)
    page = client.post(CHANGE, typed_form("mistake", home_city="Cork"))
    assert "This application has ended" in text_of(page)
    confirm(client, page)
    application.refresh_from_db()
    assert application.answers["home_city"] == "Galway"


def test_it_says_what_is_wrong_and_loses_nothing(client: Client) -> None:
    open_it(client, worlds.make_listed())
    page = client.post(CHANGE, typed_form("mistake", home_city="Корк", home_street="Main Street"))
    text = text_of(page)
    assert page.status_code == 422
    assert 'value="Корк"' in text
    assert 'value="Main Street"' in text
    assert 'href="#home_city"' in text


def test_it_says_when_nothing_was_changed(client: Client) -> None:
    open_it(client, worlds.make_listed())
    page = client.post(CHANGE, typed_form("mistake", home_city="Galway"))
    assert page.status_code == 422
    assert "not changed anything yet" in text_of(page)


def test_it_goes_back_to_what_was_typed(client: Client) -> None:
    open_it(client, worlds.make_listed())
    page = client.post(CHANGE, typed_form("mistake", home_city="Cork"))
    assert 'value="Cork"' in text_of(confirm(client, page, "edit"))


def test_it_keeps_what_was_typed_when_the_language_changes(client: Client) -> None:
    open_it(client, worlds.make_listed())
    fields = {**typed_form("mistake", home_city="Cork"), "language": "fr"}
    assert 'value="Cork"' in text_of(client.post("/fr/eta/yours/change/", fields))
    page = client.post(CHANGE, typed_form("mistake", home_city="Cork"))
    again = client.post("/fr/eta/yours/change/", {**hidden_fields(page), "language": "fr"})
    assert "as_of" in text_of(again)
    assert "Cork" in text_of(again)
    choice = {"why": "mistake", "choosing": "1", "field": "home_city", "language": "fr"}
    page = client.post("/fr/eta/yours/change/?why=mistake", choice)
    assert re.search(r'value="home_city" checked', text_of(page))


def test_it_keeps_what_was_typed_when_the_visit_is_over(client: Client) -> None:
    page = client.post(CHANGE, typed_form("mistake", home_city="Cork"))
    assert page.status_code == 403
    assert 'name="home_city" value="Cork"' in text_of(page)
    assert 'name="why" value="mistake"' in text_of(page)


def test_it_shows_the_consequences_again_when_something_has_moved(client: Client) -> None:
    application = open_it(client, worlds.make_listed())
    page = client.post(CHANGE, typed_form("mistake", home_city="Cork"))
    corrections.correct(application.pk, {"home_street": "Quay Street"}, now=NOW)
    answer = confirm(client, page)
    assert answer.status_code == 409
    assert "has changed in the meantime" in text_of(answer)
    confirm(client, answer)
    application.refresh_from_db()
    assert application.answers["home_city"] == "Cork"


def test_it_asks_strangers_for_number_and_pin(client: Client) -> None:
    for path in (CHANGE, DONE, CHANGE + "passport-lines/"):
        assert "resume" in leads_to(client.get(path))


@pytest.mark.parametrize("do", ["confirm", "rest", "", "nonsense"])
def test_it_does_nothing_that_the_page_does_not_offer(client: Client, do: str) -> None:
    application = open_it(client, worlds.make_listed())
    page = client.post(CHANGE, typed_form("mistake", surname="BYRNE"))
    assert "Takes a new application" in text_of(confirm(client, page, do))
    before = application.answers
    application.refresh_from_db()
    assert application.answers == before
    assert Application.objects.count() == 1
