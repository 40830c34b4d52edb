"""Papers for a refusal that somebody asked to look at again: taken until there is an answer."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import states
from guichet.applications import testing as worlds
from guichet.applications.changes import actions as changes_actions
from guichet.applications.decisions import reconsiderations, requests
from guichet.applications.models import (
    Application,
    ExplanationDraft,
    OfficerTask,
    Paper,
    Reconsideration,
)
from guichet.applications.papers import actions, upkeep
from guichet.applications.papers.tests import browsing, files
from guichet.applications.papers.tests.scanning import look_at_papers
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import bare
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
LOOK_AGAIN = "/en/eta/yours/look-again/"


@pytest.fixture
def application() -> Application:
    """Return an application that was refused, and at which nobody was asked to look again."""
    return worlds.make_refused()


@pytest.fixture
def again(application: Application) -> Application:
    """Return a refused application with a request to look again at it."""
    reconsiderations.request_reconsideration(application.pk, "The court has quashed it.", now=LATER)
    return application


def explain(application: Application, words: str = "See the judgment.") -> None:
    actions.save_explanation(application.pk, None, words, loaded=actions.mark_of(""), now=LATER)


def answer(*, reopened: bool) -> None:
    reconsiderations.reconsider(
        Reconsideration.objects.get().pk,
        officer=worlds.make_officer("second"),
        reopened=reopened,
        public=[] if reopened else ["no_new_facts"],
        now=LATER,
    )


def test_it_takes_papers_while_a_refusal_is_looked_at_again(
    scanned: None, again: Application
) -> None:
    actions.add(again.pk, None, name="judgment.jpg", original=files.photo(), now=LATER)
    look_at_papers(now=LATER)
    explain(again)
    (request,) = actions.hand_in(again.pk, now=LATER).answered_requests
    assert (request.kind, request.explanation) == ("offered", "See the judgment.")
    assert Paper.objects.get().request == request
    again.refresh_from_db()
    assert again.state == "refused"
    waiting = OfficerTask.objects.filter(application=again, done_at=None)
    assert [task.kind for task in waiting] == ["reconsideration"]


@pytest.mark.parametrize("answered", [False, True])
def test_it_takes_nothing_for_a_refusal_that_nobody_looks_at(
    application: Application, answered: bool
) -> None:
    if answered:
        reconsiderations.request_reconsideration(application.pk, "New facts.", now=LATER)
        answer(reopened=False)
    with pytest.raises(Obstacle) as obstacle:
        explain(application)
    assert obstacle.value.code == "not_possible_now"
    with pytest.raises(Obstacle):
        requests.offer_information(application.pk, "More.", now=LATER)


def test_it_takes_what_was_prepared_once_the_case_is_reopened(again: Application) -> None:
    explain(again)
    answer(reopened=True)
    actions.hand_in(again.pk, now=LATER)
    assert OfficerTask.objects.filter(kind="answered", done_at=None).count() == 1


def test_it_forgets_what_was_prepared_only_once_there_is_an_answer(again: Application) -> None:
    explain(again)
    upkeep.purge(now=LATER)
    assert ExplanationDraft.objects.count() == 1
    answer(reopened=False)
    upkeep.purge(now=LATER)
    assert not ExplanationDraft.objects.exists()


def test_it_takes_nothing_for_what_has_ended_otherwise() -> None:
    withdrawn = changes_actions.withdraw(worlds.make_listed(1).pk, now=NOW)
    for application in (worlds.make_paid(2), withdrawn):
        assert application.state in states.ENDS
        with pytest.raises(Obstacle):
            explain(application)


def test_it_leads_from_the_request_to_the_papers(
    client: Client, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch, NOW)
    browsing.open_for(client, application)
    assert "Add papers" not in text_of(client.get(LOOK_AGAIN))
    assert "Nothing can be added" in text_of(client.get(browsing.LIST))
    assert client.post(browsing.FURTHER, browsing.form(words="A")).status_code == 409
    client.post(LOOK_AGAIN, {"new_facts": "The court has quashed it."})
    page = client.get(LOOK_AGAIN)
    assert f'href="{browsing.LIST}">Add papers to my request' in bare(page.content.decode())
    assert client.post(browsing.FURTHER, browsing.form(words="See this.")).status_code == 302
    assert "Hand in" in text_of(client.get(browsing.LIST))
    page = client.post(browsing.LIST + "hand-in/", follow=True)
    assert "We have received your answer" in text_of(page)
    assert "See this." in text_of(page)
