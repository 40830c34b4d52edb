"""Look again after a refusal, withdraw, erase a draft: on the page."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes.tests.opening import open_it
from guichet.applications.decisions import reconsiderations
from guichet.applications.models import OfficerTask, Reconsideration
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import leads_to

pytestmark = pytest.mark.django_db
ASK, WITHDRAW = "/en/eta/yours/look-again/", "/en/eta/yours/withdraw/"
WHY = "The paper names another person."
FACTS = "The court has quashed the conviction. The paper is of May 2026."


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW + timedelta(hours=2))


def test_it_takes_a_request_to_look_again_once(client: Client) -> None:
    application = open_it(client, worlds.make_refused())
    page = text_of(client.get(ASK))
    assert "An offence makes you inadmissible" in page
    assert "A different officer" in page
    for _ in range(2):  # a double click
        assert leads_to(client.post(ASK, {"new_facts": FACTS})) == ASK + "?sent"
    reconsideration = Reconsideration.objects.get()
    assert reconsideration.new_facts == FACTS
    assert OfficerTask.objects.filter(kind="reconsideration", done_at=None).count() == 1
    assert application.letters.filter(kind="reconsideration_received").count() == 1
    page = text_of(client.get(ASK))
    assert "We have your request" in page
    assert FACTS in page
    assert "<textarea" not in page
    assert "See my request to look again" in text_of(client.get("/en/eta/status/yours/"))


@pytest.mark.parametrize(
    ("text", "says"), [(" ", "Write the new facts down"), ("x" * 4001, "This is too long")]
)
def test_it_keeps_what_was_typed_when_it_cannot_be_taken(
    client: Client, text: str, says: str
) -> None:
    open_it(client, worlds.make_refused())
    page = client.post(ASK, {"new_facts": text})
    assert page.status_code == 422
    assert text_of(page).count(says) == 2  # above, and beside the field
    assert text.strip() in text_of(page)


def test_it_keeps_what_was_typed_when_the_language_changes(client: Client) -> None:
    open_it(client, worlds.make_refused())
    page = client.post("/fr/eta/yours/look-again/", {"new_facts": FACTS, "language": "fr"})
    assert FACTS in text_of(page)
    assert not Reconsideration.objects.exists()


def test_it_keeps_what_was_typed_when_the_visit_is_over(client: Client) -> None:
    page = client.post(ASK, {"new_facts": FACTS})
    assert page.status_code == 403
    assert FACTS in text_of(page)


def test_it_looks_again_only_at_a_refusal(client: Client) -> None:
    open_it(client, worlds.make_listed())
    assert "Only an application that was refused" in text_of(client.get(ASK))
    assert client.post(ASK, {"new_facts": FACTS}).status_code == 409
    assert not Reconsideration.objects.exists()


@pytest.mark.parametrize("reopened", [True, False])
def test_it_shows_the_answer(client: Client, reopened: bool) -> None:
    open_it(client, worlds.make_refused())
    client.post(ASK, {"new_facts": FACTS})
    reconsiderations.reconsider(
        Reconsideration.objects.get().pk,
        officer=worlds.make_officer("second"),
        reopened=reopened,
        public=[] if reopened else ["no_new_facts"],
        words="" if reopened else WHY,
        now=NOW + timedelta(hours=2),
    )
    page = text_of(client.get(ASK))
    assert ("Another officer has reopened" in page) is reopened
    assert ("holds no new facts" in page) is not reopened
    assert (WHY in page) is not reopened
    assert ("<textarea" in page) is not reopened


def test_it_says_what_withdrawing_means_before_it_is_done(client: Client) -> None:
    application = open_it(client, worlds.make_asked())
    page = text_of(client.get(WITHDRAW))
    assert "The fee is not given back" in page
    application.refresh_from_db()
    assert application.state == "info_requested"
    answer = client.post(WITHDRAW, {"ends": "withdrawn"}, follow=True)
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert "A letter is on its way" in text_of(answer)
    assert application.letters.filter(kind="withdrawn").exists()


def test_it_erases_a_draft_altogether(client: Client) -> None:
    for start in (worlds.make_draft(1), worlds.make_sent(2)):
        application = open_it(client, start.application)
        assert "Erase what I typed" in text_of(client.get(WITHDRAW))
        assert "Everything is erased" in text_of(
            client.post(WITHDRAW, {"ends": "erased"}, follow=True)
        )
        application.refresh_from_db()
        assert application.state == "abandoned"
        assert (application.answers, application.email, application.signature) == ({}, "", "")
        assert (application.passport, application.person, application.born_on) == (None,) * 3
        assert not application.versions.exists()


@pytest.mark.parametrize("make", [worlds.make_paid, worlds.make_refused])
def test_it_withdraws_nothing_that_is_decided(client: Client, make: object) -> None:
    application = open_it(client, make())  # type: ignore[operator]
    state = application.state
    assert "is decided already" in text_of(client.get(WITHDRAW))
    client.post(WITHDRAW, {"ends": "withdrawn"})
    application.refresh_from_db()
    assert application.state == state


def test_it_asks_strangers_for_number_and_pin(client: Client) -> None:
    for path in (ASK, WITHDRAW):
        assert "resume" in leads_to(client.get(path))
