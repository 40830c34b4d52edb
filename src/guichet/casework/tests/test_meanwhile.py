"""What colleagues do while a page is open: told with the page, and by it, on every one of them."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.applications.decisions import requests
from guichet.applications.models import Application, Enquiry, OfficerTask
from guichet.applications.testing import make_listed
from guichet.casework.models import Presence, QuestionPresence
from guichet.casework.tests import desk
from guichet.casework.tests.test_enquiries import ask, path
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
_MARK = re.compile(r'data-(presence|at|seen|held|typing)="([^"]*)"')


class Officer:
    """An officer with a browser of their own, which asks what is new as an open page does."""

    def __init__(self, name: str, language: str = "en") -> None:
        self.browser = Client()
        self.account: User = sign_in(self.browser, "deciding_officer", name=name)
        self.browser.cookies["guichet_staff_language"] = language
        self.marks: dict[str, str] = {}

    def open(self, address: str, fields: dict[str, str] | None = None) -> str:
        """Open a page, or send one; return what it says of colleagues and what follows."""
        answer = self.browser.get(address) if fields is None else self.browser.post(address, fields)
        page = desk.body(answer)
        self.marks = dict(_MARK.findall(page))
        return page.partition("data-presence=")[2]

    def hears(self, **more: str) -> str:
        """Return what the page that is open tells a moment later."""
        fields = {name: value for name, value in self.marks.items() if name != "presence"}
        return desk.body(self.browser.post(self.marks["presence"], {**fields, **more}))

    def takes(self, task: OfficerTask) -> None:
        task.refresh_from_db()
        fields = {"held_by": str(task.officer_id or 0)}
        self.browser.post(f"/staff/cases/tasks/{task.pk}/take/", fields)


@pytest.fixture
def application() -> Application:
    return make_listed(7, now=clock.now())


@pytest.fixture
def amelie() -> Officer:
    return Officer("amelie")


@pytest.fixture
def ottilie() -> Officer:
    return Officer("ottilie")


def test_who_reads_a_question_is_in_the_file_of_its_case(
    application: Application, amelie: Officer, ottilie: Officer
) -> None:
    question = ask(application)
    assert "ottilie" not in amelie.open(path(question))
    assert "amelie opened this file at" in ottilie.open(desk.address(application))
    assert "ottilie opened this file at" in amelie.hears()
    assert "amelie is in this file now" in ottilie.hears()
    assert "amelie is in this file now" in ottilie.open(path(question))
    amelie.hears(leave="yes")
    assert "amelie" not in ottilie.hears()
    assert not QuestionPresence.objects.exists()


def test_a_question_that_belongs_to_no_case_tells_who_has_it_open(
    amelie: Officer, ottilie: Officer
) -> None:
    question = ask()
    amelie.open(path(question))
    assert amelie.hears().strip() == ""
    ottilie.browser.cookies["guichet_staff_language"] = "fr"
    assert "amelie a cette question ouverte en ce moment" in ottilie.open(path(question))
    assert "ottilie opened this question at" in amelie.hears()
    amelie.hears(leave="yes")
    assert "amelie" not in ottilie.hears()
    assert not Presence.objects.exists()


def test_a_question_that_a_colleague_takes_and_answers_is_told_to_who_writes(
    application: Application, amelie: Officer, ottilie: Officer
) -> None:
    question, words = ask(application), {"answer": "Yes, in May."}
    amelie.open(path(question))
    ottilie.takes(question.tasks.get())
    heard = amelie.hears()
    assert re.search("ottilie took this question at [^.]+. Only who has it answers.", heard)
    assert "Nothing that you typed here is lost." in heard
    page = amelie.open(path(question), words)  # without script it stands on the next page
    assert "ottilie has taken this question" in page
    assert 'value="take_over"' in page
    assert "ottilie took" not in amelie.hears(), "the page shows it already"
    ottilie.browser.post(path(question), {**words, "step": "confirm"})
    assert "ottilie answered this question at" in amelie.hears()
    amelie.browser.cookies["guichet_staff_language"] = "fr"
    heard = amelie.hears()
    assert "ottilie a répondu à cette question à" in heard
    assert "Rien de ce que vous avez écrit ici" in heard
    page = amelie.open(path(question), {"answer": "No, in June.", "step": "confirm"})
    assert "<bdi>No, in June.</bdi>" in page


def test_a_question_is_taken_over_where_it_is_answered_and_no_word_is_lost(
    amelie: Officer, ottilie: Officer
) -> None:
    question = ask()
    ottilie.takes(question.tasks.get())
    words = {"answer": "Yes, in May."}
    page = amelie.open(path(question), {**words, "step": "confirm"})
    assert "ottilie has taken this question. Nothing was sent" in page
    page = amelie.open(path(question), {**words, "step": "take_over"})
    assert ("Yes, in May.</textarea>" in page, 'value="take_over"' in page) == (True, False)
    assert "amelie took this question" in _told(ottilie, question)
    answer = amelie.browser.post(path(question), {**words, "step": "confirm"})
    assert answer.status_code == 302


def _told(officer: Officer, question: Enquiry) -> str:
    """Return what the page of a question tells that was opened while the officer had it."""
    task = question.tasks.get()
    fields = {"held": f"{task.pk}-{officer.account.pk}", "typing": "yes"}
    return desk.body(officer.browser.post(f"{path(question)}presence/", fields))


@pytest.mark.parametrize("verb", ["refuse", "invite", "ask"])
def test_a_task_that_goes_to_a_colleague_is_told_while_a_letter_is_written(
    application: Application, amelie: Officer, ottilie: Officer, verb: str
) -> None:
    amelie.open(desk.address(application, verb))
    assert amelie.hears().strip() == ""
    ottilie.takes(application.tasks.get())
    heard = amelie.hears()
    assert re.search("ottilie took the task “Decide” at [^.]+. Only who has it decides.", heard)
    assert "Nothing that you typed here is lost." in heard
    amelie.browser.cookies["guichet_staff_language"] = "fr"
    assert re.search("ottilie a pris la tâche «.Décider.» à", amelie.hears())
    assert amelie.hears(held="x 1-2 999999-0 -").strip() == ""


def test_a_task_that_is_given_to_a_colleague_is_told_in_the_file(
    application: Application, amelie: Officer, ottilie: Officer
) -> None:
    amelie.open(desk.address(application))
    task = application.tasks.get()
    fields = {"task": f"{task.pk}-0", "deed": f"officer-{ottilie.account.pk}"}
    ottilie.browser.post("/staff/cases/tasks/", fields)
    heard = amelie.hears()
    assert "The task “Decide” was given to ottilie at" in heard
    assert "Nothing that you typed" not in heard, "nobody types in a file"
    amelie.takes(task)
    assert amelie.hears().strip() == "", "one's own tasks are no news"


def test_what_was_done_between_two_pages_stands_on_the_second_before_anything_is_typed(
    application: Application, amelie: Officer
) -> None:
    question = ask(application)
    file = amelie.open(desk.address(application))
    link = file.split('href="' + desk.address(application, "refuse"))[1].split('"')[0]
    amelie.open(path(question))
    last_change = amelie.marks["seen"]
    requests.offer_information(application.pk, "I was acquitted.", now=clock.now())
    page = amelie.open(desk.address(application, "refuse") + link)
    assert "This case has changed since you opened this page" in page.partition("<form")[0]
    assert "added information unasked" in page
    page = amelie.open(path(question), {"answer": "Yes.", "seen": last_change})
    assert "added information unasked" in page.partition("</div>\n<form hidden")[0]
    assert "added information unasked" in amelie.hears()
    assert "added information unasked" not in amelie.open(path(question))


def test_what_comes_next_is_what_nobody_has_open_now(amelie: Officer, ottilie: Officer) -> None:
    first, second = ask(), ask(words="And a second one?")
    amelie.browser.get("/staff/cases/?kind=enquiry")
    ottilie.open(path(second))
    words = {"answer": "Yes.", "step": "confirm_next"}
    answer = amelie.browser.post(path(first), words)
    assert answer["Location"] == "/staff/cases/?kind=enquiry"
    ottilie.hears(leave="yes")
    third = ask(words="And a third one?")
    assert amelie.browser.post(path(third), words)["Location"] == path(second)
