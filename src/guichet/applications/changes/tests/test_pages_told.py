"""What reaches an officer in words, and the lines of the passport held against the answers."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes.tests.opening import (
    CHANGE,
    DONE,
    confirm,
    hidden_fields,
    open_it,
    typed_form,
)
from guichet.applications.models import OfficerTask
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import filled, stop_clock, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW + timedelta(hours=2))


def test_it_attaches_what_was_forgotten_while_nothing_is_decided(client: Client) -> None:
    application = open_it(client, worlds.make_asked())
    page = client.post(CHANGE, typed_form("forgot", refused="yes"))
    assert "A few more questions" in text_of(page)
    assert 'name="refused_details"' in text_of(page)
    page = client.post(
        CHANGE,
        filled(page, {"refused": "yes", "refused_details": "France, 2012: a visa"})
        | {"why": "forgot"},
    )
    assert "Added for the officer" in text_of(page)
    assert "you need no new application" in text_of(page)
    confirm(client, page)
    offer = application.requests.get(kind="offered")
    assert "France, 2012: a visa" in offer.explanation
    assert offer.explanation.startswith("I forgot to say this in my application:")
    assert OfficerTask.objects.filter(kind="answered", done_at=None).exists()
    assert "France, 2012" in text_of(client.get(DONE))
    assert "An officer reads it" in text_of(client.get(DONE))


def test_it_takes_a_disclosure_after_an_approval(client: Client) -> None:
    application = open_it(client, worlds.make_paid())
    answers = {"offence": "yes", "offence_details": "Cork, May 2026: theft. A fine."}
    page = client.post(CHANGE, typed_form("changed", **answers))
    assert "An officer has to know" in text_of(page)
    assert "Telling us yourself is better" in text_of(page)
    for _ in range(2):
        confirm(client, page)
    disclosure = application.requests.get(kind="offered")
    assert "theft" in disclosure.explanation
    task = OfficerTask.objects.get(kind="answered")
    assert task.due_at is not None
    assert task.due_at > NOW + timedelta(hours=2)


def test_it_judges_what_was_forgotten_after_the_decision(client: Client) -> None:
    open_it(client, worlds.make_paid())
    answers = {"offence": "yes", "offence_details": "Cork, May 2011: theft. A fine."}
    text = text_of(client.post(CHANGE, typed_form("forgot", **answers)))
    assert "it rested on this answer" in text
    assert "Takes a new application" in text


def test_it_takes_words_of_ones_own(client: Client) -> None:
    application = open_it(client, worlds.make_listed())
    words = "I forgot: I travel with my mother, who is ill."
    page = client.post(CHANGE, typed_form("forgot", own_words=words))
    assert words in text_of(page)
    confirm(client, page)
    assert application.requests.get(kind="offered").explanation == words


def test_it_takes_no_words_where_nobody_reads_them(client: Client) -> None:
    application = open_it(client, worlds.make_refused())
    page = text_of(client.get(CHANGE, {"why": "forgot"}))
    assert "own_words" not in page
    assert "/yours/look-again/" in page
    client.post(CHANGE, typed_form("forgot", own_words="Please read this."))
    assert not application.requests.filter(kind="offered").exists()


def test_it_finds_mistakes_with_the_lines_of_the_passport(client: Client) -> None:
    application = worlds.make_listed(
        surname="ERIKSON", given_names="ANNA MARIA", birth_date="1974-08-12",
        expiry_date="2032-04-15", passport_number="L898902C3",
        signature="Anna Maria Erikson",
    )  # fmt: skip
    open_it(client, application)
    lines = (
        "P<IRLERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36IRL7408122F3204153ZE184226B<<<<<16"
    )
    page = client.post(CHANGE + "passport-lines/", {"lines": lines})
    text = text_of(page)
    assert re.search(r"You typed</dt><dd><bdi>ERIKSON<", text)
    assert "Date of birth" not in text
    page = client.post(CHANGE, {**hidden_fields(page), "do": "edit"})
    assert 'value="ERIKSSON"' in text_of(page)
    wrong = client.post(CHANGE + "passport-lines/", {"lines": "nothing"})
    assert wrong.status_code == 422
