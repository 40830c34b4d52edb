"""The pages of papers: what is asked for, add, explain, remove, hand in."""

import io

import pytest
from django.test import Client
from PIL import Image

from guichet.applications import testing as worlds
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import requests
from guichet.applications.models import (
    DocumentRequest,
    ExplanationDraft,
    OfficerTask,
    Paper,
    PaperBytes,
)
from guichet.applications.papers.tests import files
from guichet.applications.papers.tests.browsing import (
    FURTHER,
    LIST,
    add,
    form,
    open_for,
    question_path,
)
from guichet.applications.testing import DUE_ON, NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import Visitor, leads_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def test_it_lists_what_is_asked_with_its_day_and_help(client: Client) -> None:
    application = worlds.make_asked()
    page = text_of(open_for(client, application).get(LIST))
    assert "A police certificate" in page
    assert "December 20, 2026" in page
    text = text_of(client.get(question_path(application)))
    assert "Ask the police" in text
    assert 'type="file"' in text


def test_it_leads_who_has_nothing_open_to_number_and_pin(client: Client) -> None:
    application = worlds.make_asked()
    for path in (LIST, question_path(application), FURTHER, LIST + "received/"):
        assert "apply/resume/" in leads_to(client.get(path))


def test_it_adds_and_hands_in_a_photo(client: Client, scanned: None) -> None:
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    answer = add(client, path, files.photo_of_a_phone(), "../IMG 1.exe", words="It is new.")
    assert leads_to(answer) == path + "?said=added"
    page = text_of(client.get(answer["Location"]))
    assert "added and checked" in page
    assert "IMG 1.exe.jpg" in page
    assert "It is new." in page

    handed_in = client.post(LIST + "hand-in/")
    assert leads_to(handed_in).endswith("received/?said=handed_in")
    page = text_of(client.get(handed_in["Location"]))
    assert "We have received your answer." in page
    assert "IMG 1.exe.jpg" in page

    application.refresh_from_db()
    paper, request = Paper.objects.get(), DocumentRequest.objects.get()
    assert application.state == "info_received"
    assert (paper.state, paper.handed_in_at, paper.request) == ("handed_in", NOW, request)
    assert (request.explanation, request.answered_at) == ("It is new.", NOW)
    assert not ExplanationDraft.objects.exists()
    assert OfficerTask.objects.filter(kind="answered", done_at=None).count() == 1


def test_it_takes_an_explanation_for_an_answer(client: Client) -> None:
    application = worlds.make_asked()
    open_for(client, application)
    answer = client.post(question_path(application), form(words="The police takes six weeks."))
    assert leads_to(answer) == LIST + "?said=saved"
    assert application.requests.get().explanation == ""  # nobody reads what is not handed in
    client.post(LIST + "hand-in/")
    assert application.requests.get().explanation == "The police takes six weeks."


def test_it_hands_in_a_part_and_says_what_is_open(client: Client) -> None:
    application = worlds.make_listed()
    documents = [("police_certificate", "Of Ireland, please."), ("itinerary", "")]
    officer = worlds.make_officer()
    requests.ask_for_documents(application.pk, documents, officer=officer, due_on=DUE_ON, now=NOW)
    first = application.requests.first()
    assert first
    open_for(client, application).post(f"{LIST}{first.pk}/", form(words="Here it is."))
    assert "Of Ireland, please." in text_of(client.get(LIST))
    page = text_of(client.post(LIST + "hand-in/", follow=True))
    assert "We still need an answer" in page
    assert "Your travel plans" in page
    application.refresh_from_db()
    assert application.state == "info_requested"
    assert leads_to(client.get(f"{LIST}{first.pk}/")) == LIST


def test_it_takes_what_nobody_asked_for(client: Client, scanned: None) -> None:
    application = worlds.make_listed()
    open_for(client, application)
    add(client, FURTHER, files.pdf(3), words="I forgot this.")
    page = text_of(client.get(FURTHER))
    assert "Pages: 3" in page
    client.post(LIST + "hand-in/")
    request = application.requests.get()
    assert (request.kind, request.explanation) == ("offered", "I forgot this.")
    assert request.papers.get().state == "handed_in"
    application.refresh_from_db()
    assert application.state == "manual_review"


def test_it_answers_an_invitation_of_before(client: Client) -> None:
    application = worlds.make_listed()
    decisions.invite(application.pk, officer=worlds.make_officer(), due_on=DUE_ON, now=NOW)
    application.requests.update(kind="interview")  # of before: no time was offered
    open_for(client, application)
    client.post(question_path(application), form(words="Monday at noon."))
    client.post(LIST + "hand-in/")
    application.refresh_from_db()
    assert application.state == "interview_requested"
    assert application.requests.get().explanation == "Monday at noon."


def test_it_hands_in_once(client: Client) -> None:
    application = worlds.make_asked()
    open_for(client, application).post(question_path(application), form(words="Here."))
    pages = [client.post(LIST + "hand-in/") for _ in range(2)]
    assert leads_to(pages[0]) == leads_to(pages[1])
    assert OfficerTask.objects.filter(kind="answered").count() == 1


def test_it_says_that_nothing_is_there_yet(client: Client) -> None:
    application = worlds.make_asked()
    page = open_for(client, application).post(LIST + "hand-in/")
    assert page.status_code == 422
    assert "nothing to hand in" in text_of(page)


def test_it_removes_before_but_not_after(client: Client, scanned: None) -> None:
    application = worlds.make_asked()
    path = question_path(open_for(client, application) and application)
    add(client, path, files.small())
    paper = Paper.objects.get()
    for _ in range(2):  # pressed twice
        answer = client.post(path, form(remove=paper.pk))
        assert leads_to(answer) == path + "?said=removed"
    paper.refresh_from_db()
    assert (paper.state, paper.name) == ("removed", "")
    assert not PaperBytes.objects.exists()

    add(client, path, files.small())
    client.post(LIST + "hand-in/")
    paper = Paper.objects.get(state="handed_in")
    client.post(FURTHER, form(remove=paper.pk))
    paper.refresh_from_db()
    assert paper.state == "handed_in"
    assert PaperBytes.objects.filter(paper=paper).exists()


def test_it_hides_the_papers_of_others(client: Client, scanned: None) -> None:
    theirs, mine = worlds.make_asked(1), worlds.make_asked(2)
    add(open_for(Visitor(), theirs), question_path(theirs), files.small())
    paper = Paper.objects.get()
    open_for(client, mine)
    answers = [
        client.get(f"{LIST}{paper.pk}/picture/"),
        client.get(f"{LIST}{paper.pk}/file/"),
        client.get(question_path(theirs)),
        client.post(question_path(theirs), form(words="Mine!")),
        client.post(question_path(mine), form(remove=paper.pk)),
        client.post(question_path(mine), form(remove="999999")),
        client.get(f"{LIST}999999/picture/"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert not ExplanationDraft.objects.exists()
    paper.refresh_from_db()
    assert paper.state == "ready"


def test_it_shows_a_client_their_own_papers_harmlessly(client: Client, scanned: None) -> None:
    application = worlds.make_asked()
    add(open_for(client, application), question_path(application), files.photo(), "Été 1.jpg")
    paper = Paper.objects.get()
    whole = client.get(f"{LIST}{paper.pk}/file/")
    assert whole["Content-Type"] == "image/jpeg"
    assert "sandbox" in whole["Content-Security-Policy"]
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in whole["Cache-Control"]
    assert whole["Content-Disposition"] == "inline; filename*=utf-8''%C3%89t%C3%A9%201.jpg"
    small = client.get(f"{LIST}{paper.pk}/picture/")
    with Image.open(io.BytesIO(small.content)) as image:
        assert image.size == (320, 240)
