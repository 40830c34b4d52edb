"""A case goes up to the officers out of a contact: a task with a day, settled once, kept."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from guichet.applications.models import Application, OfficerTask
from guichet.applications.testing import make_listed, make_refused
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.desk.tests.test_identity import compared, said
from guichet.contact.desk.tests.test_on_case import button, with_code
from guichet.interactions.models import Interaction, Promise
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    return make_listed()


@pytest.fixture
def agent(client: Client) -> Client:
    sign_in(client, "national_agent", name="nora")
    return client


@pytest.fixture
def officer() -> Client:
    browser = Client()
    sign_in(browser, "intake_officer", name="otto")
    return browser


def escalated(agent: Client, application: Application) -> str:
    """Hand a case up on the page of a contact, pressed twice; return the address of the page."""
    address = begun(agent)
    _, page = compared(agent, address, **said(application))
    press = button(page, "escalate:")
    assert pressed(agent, address, press, matter="")[0] == 422
    for _ in range(2):
        words = "Flies tomorrow; holds P1234567."
        status, page = pressed(agent, address, press, matter=words, told="An officer looks at it.")
        assert status == 200 and "The officers have it." in page
    status, page = pressed(agent, address, press, matter="Flies tonight.", internal="Calm.")
    assert status == 422 and "were not sent to them" in page
    assert "Flies tonight." in page and "Calm." in page
    return address


def text_of(client: Client, path: str) -> str:
    return " ".join(strip_tags(client.get(path).content.decode()).split())


def test_only_what_went_to_the_officers_ends_with_an_officer_who_goes_on(
    agent: Client, application: Application
) -> None:
    words = {"outcome": "escalated", "told": "Somebody looks at it.", "internal": "Upset."}
    ways = {
        "ask:": {"question": "May I fly?"},
        "escalate:": {"matter": "Flies tomorrow."},
        "correct:": {"field": "home_city", "value": "Cork"},  # once it is decided: asked for
    }
    wrong = []
    for press, fields in ways.items():
        address = begun(agent)
        case = make_refused(3) if press == "correct:" else application
        page = with_code(agent, address, case)
        status, refusal = pressed(agent, address, "end", **words)
        expected = ("Nothing of this contact went to the officers.", *list(words.values())[1:])
        wrong += [(press, text) for text in expected if text not in refusal]
        wrong += [(press, "chosen")] if 'value="escalated" selected' not in refusal else []
        status_of_press, _ = pressed(agent, address, button(page, press), **fields)
        ended, last = pressed(agent, address, "end", **words)
        if (status, status_of_press, ended) != (
            422,
            200,
            200,
        ) or "The contact has ended." not in last:
            wrong.append((press, (status, status_of_press, ended)))
    assert wrong == []
    assert set(Interaction.objects.filter(agent__username="nora").values_list("outcome")) == {
        ("escalated",)
    }


def test_officers_have_a_task_of_its_own_due_when_the_promised_day_ends(
    agent: Client, officer: Client, application: Application
) -> None:
    escalated(agent, application)
    task, promise = OfficerTask.objects.get(kind="escalation"), Promise.objects.get(what="look")
    assert (task.about, task.due_at) == (application, promise.due_at)
    assert promise.owner == "officers" and promise.interaction == Interaction.objects.get()
    worklist = text_of(officer, "/staff/cases/?kind=escalation")
    assert "Handed up by an agent" in worklist and "from nora" in worklist
    file = text_of(officer, f"/staff/cases/{application.number}/")
    expected = ("Flies tomorrow; holds •••••••.", "An officer looks at it.", "nora handed this up")
    assert [words for words in expected if words not in file] == []
    verbs = AuditEntry.objects.filter(record_type="application").values_list("verb", flat=True)
    assert "escalate" in verbs


def test_an_officer_says_what_was_done_and_the_promise_is_kept_once(
    agent: Client, officer: Client, application: Application
) -> None:
    address = escalated(agent, application)
    task = OfficerTask.objects.get(kind="escalation")
    path = f"/staff/cases/{application.number}/escalations/{task.pk}/settle/"
    form = {"once": "m" * 24, "words": ""}
    assert officer.post(path, form).status_code == 422
    answer = officer.post(path, {**form, "words": "Called the airline."}, follow=True)
    assert answer.status_code == 200 and "The promise is kept." in answer.content.decode()
    answer = officer.post(path, {**form, "words": "Called the airline."}, follow=True)
    assert answer.status_code == 200 and "The promise is kept." in answer.content.decode()
    assert officer.post(path, {**form, "words": "Once more."}).status_code == 409
    file = text_of(officer, f"/staff/cases/{application.number}/")
    assert file.count("Called the airline.") == 1 and "Once more." not in file
    task.refresh_from_db()
    assert task.done_at is not None and Promise.objects.get(what="look").kept_at is not None
    assert (
        "Handed up"
        not in text_of(officer, f"/staff/cases/{application.number}/").partition("History")[0]
    )
    assert "kept" in text_of(agent, address)


def test_a_task_that_a_colleague_has_taken_is_theirs(
    agent: Client, officer: Client, application: Application
) -> None:
    escalated(agent, application)
    task = OfficerTask.objects.get(kind="escalation")
    other = Client()
    sign_in(other, "deciding_officer")
    other.post(f"/staff/cases/tasks/{task.pk}/take/", {"held_by": "0"})
    path = f"/staff/cases/{application.number}/escalations/{task.pk}/settle/"
    answer = officer.post(path, {"once": "m" * 24, "words": "Done."})
    assert answer.status_code == 409 and "Done." in answer.content.decode()
    assert "Done." not in text_of(officer, f"/staff/cases/{application.number}/")


def test_nothing_goes_up_of_a_case_that_is_not_proven(
    agent: Client, application: Application
) -> None:
    address = begun(agent)
    _, page = compared(agent, address, number=application.number)
    assert "escalate:" not in page
    assert pressed(agent, address, "escalate:1", matter="Please.")[0] == 409
    assert not OfficerTask.objects.filter(kind="escalation").exists()
